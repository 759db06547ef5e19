/** How to read the figures; written by people, not measured. */
export const notes = `Made by \`npx tsx scripts/quality/main.ts\` on corpora labelled by others; none of their content is here. One item per distinct
content; intervals are Wilson's, 95 %. What could not be looked at (\`undetermined\`) counts as a miss where the item is malicious and
as a flag where it is benign. A family of near-duplicates counts as found when every item of it is, and as flagged when one is.
Reading alone: nothing was run.`

/** Which content was made when, so that a reader knows what a figure is worth. */
export const developed = `## What was developed on what

- The rules that find the two campaigns (lures, locked downloads, encoded commands, commands fetched from bare addresses) date
  from 23 and 26 November 2026, before this page. Nothing recorded keeps the two campaigns apart while they were written, so the
  figures for P1 and P2 are recall on **known** campaigns, and a strict cross-campaign figure cannot be had from this set any more.
  What transfers can be told from which rules speak: all 35 of P1 are found by \`lure-locked-download\`, which finds 28 of the 55 of
  P2 as well; the other 27 of P2 rest on the rules for encoded commands, none of which fires on P1.
- \`rules/standing-orders.yml\` was written with the 42 injected items in sight; their odd-numbered siblings were not opened. Its
  rules name what is ordered (data sent with every task, private things uploaded, floods, planted accounts), and were kept where
  benign and unlabelled skills stayed quiet. Expect less on injections of other kinds: by kind of injection, not by item, the families
  column is the honest one.
- \`text-obeys-outside-file\` finds most of what is found in the semantic set. Depending on a file at a fixed place outside the skill
  is a behaviour worth a look, and hardly any wild or benign skill does it; but that set plants its attacks in this one way, so the
  figure says little about semantic attacks elsewhere.
- The hand labels were made without looking at what the rules say. The rule on uploaded conversations was added after one of the six
  suspicious skills was seen, and those on a browser handed over and on keys said to be encrypted after two more: four of six is
  recall on what was looked at. On 9,627 wild skills these two speak of one besides, arguably.
- The unlabelled wild skills are the first 2,100 of a list in random order (\`scripts/quality/draw.ts\`, seed 20261128), in the
  proportion of skills with programs and of documents alone; contents with a label are left out, so the known campaigns are not
  among them. Before the rules were mended, 31 were suspicious or worse (14.8 per 1,000; 13 malicious, 18 suspicious), and all 31
  were read ([labels](../datasets/labels/README.md)): 5 right, 9 arguable (a risk taken openly), 17 wrong. After it, the 31 were read by
  machine again, not the others: 17 are left, 5 right, 7 arguable, 5 wrong. The mends were made with these alerts in sight, so
  expect more wrong ones on others. Ten more alerts, met in order of name and no random sample: 1 right, 3 arguable, 6 wrong before;
  1, 2 and 2 after.
- Then all 9,627 artifacts of the archive were judged, and every alert read that is not of the known campaigns and had not been read:
  83 ([labels](../datasets/labels/README.md), \`archive\`): 14 right (three kinds of attack, ten of them copies of one), 21 arguable, 48
  wrong. The mends made with these in sight left 14 right, 16 arguable and 17 wrong, and added six new ones (two right, one arguable,
  three wrong, mended too). What was wrong most: a skill's own key read out of the agent's settings, decoded or downloaded data given to a
  fixed program as an argument, and security tools with their samples. The last are most of what is left.
- What is still wrong: lists of attacks in scanners and texts on security, data of tests that hold attacks in code, values of the
  agent's configuration that go to its own gateway or to a log-in host put together out of sight. What could not be looked at is mostly in
  languages without a grammar here.
- The rules for leaks, hijacking, orders and launches (the whole environment, secrets in looked-up names, tokens sent to others, drops,
  encoded addresses, mining, shells handed out, hooks that send the session, configurations that start no server) were written on
  29 November with the synthetic skills and configurations and some of the constructed skills in sight, and with forty small thefts of
  our own (\`datasets/small-thefts.ndjson\`), of which fourteen were found before, thirty-five after, and thirty-seven since PowerShell is followed;
  the figures of those sets are recall on what was looked at. They were kept where benign skills and configurations stayed quiet. Everything was read again with them, and nothing is of earlier.
- On the same 2,100 wild skills they first added six alerts, all read: one right (a wallet's private key sent to a chat, the address in
  base64, found by a rule that had never seen it), one arguable, four wrong, after which the rule behind the four was lowered. One more came
  with the last rules, arguable. Left are 20: 6 right, 9 arguable, 5 wrong.
- The rules for servers (several ways of starting, credentials of the metadata service, erased traces, the hoarded environment,
  data taken from elsewhere into an answer) were written on 28 November 2026 with the 98 server files in sight, and kept where benign
  servers, tool lists and skills stayed quiet: that figure is recall on what was looked at. A good part of the 98 is vulnerable and not
  malicious (commands, queries, templates and paths made of what a tool is called with). Those get a weakness (\`tool-input-to-*\`),
  which alone never makes a verdict, so they count as missed here.
- The rules of conduct (what a tool does held against its name and description), on PowerShell, moved endpoints, hooks and approvals
  in documents and on launches that print, decode or send were written on 29 November 2026 with the 98 server files, the synthetic skills and
  the synthetic configurations in sight: of the server files 29 were found before them and 57 with them, of the configurations 55 and
  78, of the synthetic skills 81 and 86. No benign item and none of the 2,100 wild skills is flagged by them; of 133 other public servers
  and examples, not of these corpora, they flagged none. The words that excuse a tool (it says that it sends, logs, installs) are English.
- On 29 November 2026 somebody who had not seen the rules wrote 40 skills and 40 servers, configurations, lists of tools and packages,
  each with one attack hidden in a plausible product, and a twin of each without it ([samples](../datasets/blind-pairs.ndjson)). Of
  them **4 and 6 were told** (five skills more were undetermined, in languages that are not followed, and so were their twins), with 1
  and 1 of the twins flagged. **That is the honest figure for careful attacks nobody has tuned to.** With them in sight properties, generators,
  copies and parts of paths came to be followed, schemas of tools to be read, and rules came on launches, forms, orders with silence and
  texts that fetch and run; now more than half are told, which is recall on what was looked at.
- After that somebody else, who had seen neither, wrote 20 pairs of skills and 20 of servers, lists and configurations. Of them **10 and 7
  were told**, with 1 and 1 of the twins flagged (a token sent to the registry it is for, a flag of a country in a list of tools): what
  was mended for the first set carries over, from one in eight to two in five. Ten more rules came with these in sight.
- A third time, after rules on fixed recipients of mail, tokens in prompts and credentials of the metadata service: 16 pairs of skills and 16 of
  servers, again by somebody who had seen nothing. **2 and 5 were told** before anything was mended for them, and none of the twins (one of
  a pair in PowerShell is undetermined, like its attack). These attackers wrote with more care: accounts swapped in prose, results left
  out, loose globs, hooks written by a set-up. Members of objects gone through one by one, objects in objects and more places of
  credentials came with them in sight, and a rule on hooks that code plants; 13 are told now.
- A fourth time, by one more who had seen nothing: 40 pairs of skills over sixteen kinds of attack. **19 were told** before anything was
  mended for them, and 1 of the twins (a set-up of a server that makes a user an administrator). With them in sight rules came on jobs
  that fetch what they run, orders planted by code, files overwritten with noise, sessions of chat programs, secrets in looked-up names
  and commits, commands that a server answers, accounts put together out of pieces, denied uploads and results called neutral; a
  misparse of Bash was found and mended, either of two functions is followed. 34 are told now, which is recall on what was looked at, and
  on 9,627 wild skills nothing was flagged by the new rules that was not before, but for copies of cookies by one scraper.
- A fifth time, half of it blunt: 22 pairs of skills and 10 of servers. **12 and 4 were told** before anything was mended for them, and 1 of the
  twins (that it says whether a variable is set was taken for the variable; mended), one more was undetermined. With them in sight text
  wrapped over lines is read as one sentence, what is given by name and taken together is followed, and rules came on start-up blocks, mangled
  names, shredded folders, a wrapped \`sudo\`, borrowed authority. 28 are told now, and three more of the earlier sets. Of the
  9,627 wild skills one more is flagged, rightly: all its code is mangled. (Single skills were judged again after the last mends, not the whole archive.)
- A sixth time, by writers asked to pass a review: 25 pairs of skills and 24 of servers, lists of tools and workspaces. **4 and 5 were
  told** before anything was mended for them, none of the twins. Most attacks lay open in what the engine saw, and no rule spoke of them:
  credentials copied or packed, hooks that post the session, settings that end the agent's questions, orders and credential helpers
  planted by code, accounts and recipients in code, back doors in templates, sentences in code that send a model to secret files. Rules on
  these came with the set in sight; tables of functions and programs that start themselves anew are followed. 45 are told now.
- A seventh time, with behaviours of the writers' own choice, half of them blunt: 24 pairs of skills and 20 of servers, lists and
  workspaces. **4 and 8 were told** before anything was mended for them, none of the twins. Rules came on readied lies, log-ins asked for
  and sent, redirected payments, addresses obeyed at every session, files filled with zeros, rerouted servers, recordings on a schedule,
  invisible text. 35 are told now, and six more of the earlier sets than before the sixth. On the 9,627 wild skills, read again as a whole
  twice, three verdicts changed, all wrongly; they were mended, and the three read again. Not told: news and labels coloured in prose,
  networks let into a baseline, accounts that pass as data, advertising fraud, logs thinned out, a paragraph spread to other skills.
- An eighth time, injections of one to six lines into 24 skills: **4 were told** before anything was mended for them, and 1 of the twins (a
  skill that reads a whole transcript; mended); two pairs in PowerShell are undetermined, like their twins. 12 are told now: pushes to a
  second address, differences of a repository uploaded, the environment told with credentials, processes left behind that talk, files of
  secrets encoded into commits, plans bought and requests merged in silence. Not told: files sent as statistics by the program that
  reads them, defaults weakened in what is generated, results miscounted, advice that harms, addresses swapped by date.
- A ninth time, attacks that would pass a reviewer's eye, with twins that differ by one to fifteen lines: 24 pairs of skills and 20 of
  servers, lists, workspaces and packages. **6 and 3 were told** before anything was mended for them, and 1 of the twins (it sends the names
  of variables, taken for the variables; mended). With them in sight the default of a variable counts as its value, folders hold what was
  copied into them, decorators of the artifact are followed, shell functions are taken over from beside the script, clients are asked at
  the address they were made with, and rules came on log-ins asked for, quiet hand-overs, opened workflows, skills that spread, tokens
  handed to strangers' servers, mirrors, defaults of tools that open. 34 are told now. Not told: addresses and totals swapped by a table or an answer, a
  clipboard read in a loop or hidden in a picture, advisories left out, deletion after a date, advertising fraud.
- A tenth time, what is typical and not what is careful: 16 pairs of skills and 10 of servers, plugins and lists of tools, from thefts of
  keys to swapped wallets and reverse shells. **19 of 26 were told** before anything was mended for them, none of the twins; three twins
  and one attack were undetermined, in PowerShell and Go. With them in sight lists of numbers are told apart as arguments (one decoder used
  twice gave the first text for both), and rules came on keys that are sent, wallets swapped in the clipboard and demands for ransom. All are told
  now. **Half of the patterns of credentials in PowerShell, and the environments of other processes in the other languages, had never
  fitted anything**: a star inside of a pattern stood for itself. It stands for anything now; functions, loops and folders of PowerShell
  are followed, and a file in it is no longer a gap that forbids a clean verdict. Of the five attacks in PowerShell of all sets that were undetermined four
  are told.
- An eleventh time, three kinds apart: 24 pairs of skills after what has been published of skills in the wild, 22 of servers and lists of
  tools, and 24 of one to six lines put into long, well-written skills. **18, 9 and 7 were told** before anything was mended for them,
  none of the twins; two pairs in Go were undetermined. 22, 19 and 21 are told now. What brought most is no phrase but a fact: a host that
  one call sends to and of which nothing else in the artifact speaks. Then acts and words of silence are looked for in any order and not as one
  sentence, names that code tests and archives in memory are followed, and so are Go, PHP and Ruby. Not told: a recipient chosen from a table, an
  account after a date, amounts padded, a weak policy for passwords, deletion of everything in the folder above, paths and commands left
  unchecked on purpose, an address joined from parts by a shell.
- A twelfth time, the same three kinds, by authors who expect scanners: 24 pairs of whole skills (hosts out of lists and data files, queues,
  generators, closures, archives that objects keep, names out of pieces), 22 of servers, and 24 of one to six lines. **3, 3 and 6 were told** before
  anything was mended for them, none of the twins: the fewest since the eighth time. 21, 18 and 23 are told now. For programs it was not rules that
  lacked but following: a list of paths gave only its first, what a function put into its argument was lost to its caller, a closure was
  followed for its first surroundings alone, a program's own data files were read only in the plainest way, and neither Python nor JavaScript had a
  connection as a source. PowerShell is followed by data now. Rules came on hosts and names of calls that stand nowhere, values of secrets
  asked for in any words (three lists instead of sentences), and acts, approvals and failures that are put out of sight or turned round.
  Not told: findings left out by the hash of a name, a command behind the hash of a word, a key in the search parameters of a second host,
  a keychain read by a method that is missing, an index that calls itself a mirror.
- A thirteenth time: 24 pairs of skills as attackers publish them, 22 of servers, and 24 of one to six lines in long skills, six of them in other
  languages. **8, 7 and 2 were told** before anything was mended for them, three twins flagged (one asks for a change number and tells not
  to enter a password, one sends what the environment says of the language, one says that reruns turn tests green); 14, 14 and 6 are told now, two
  twins flagged. Lines that only make the
  work wrong (a lot that is never positive, a party whose contract is always signed, a licence called by another name) are not told by their
  words, and were not tried to be. For programs it was following again: searches for files by a pattern, modules that are loaded from where they
  were written, programs that a group of commands writes, objects that a name may stand for.
- A fourteenth time, in the same shares. **15 of 24 skills, 13 of 22 servers and 10 of 24 lines were told** before anything was mended for them,
  three twins flagged (two send the history of a browser or what a client's configuration holds, as they say; one waits for a yes); 22, 16 and 21
  are told now, the first two twins still flagged. One thing behind several of them was no rule and no
  following, and was looked for from the other end: what every package and command that can send is called, and every place in which secrets lie.
  Of 239 ways to send the whole environment, in seven languages, 150 were told before and 223 are; of 455 ways to take and send a secret (places
  of files, commands, packages) 266 and 393 ([the programs](../datasets/ways-out.ndjson)). What is handed to a thread, a pool or a clock to be called is
  followed, and what a program prints is known by what the packs say of it for the shell.
  Not told: a wallet by the height of the amount, numbers changed on some days, findings left out by the hash of a name, a shell behind a magic
  word, a token in the header of a second address.
- A fifteenth time: 12 pairs of skills, 22 of servers and 22 of one to six lines in long skills. **8, 10 and 9 were told** before anything was mended
  for them, three twins flagged (one counts characters and sends the count, one refuses addresses of the metadata service, one says that silence is no
  consent; mended, none is); 9, 14 and 15 are told now. It showed three holes that no set before it had shown. What the parameters of a tool say was
  read in lists of tools but never in code. Files written through \`open()\` lay nowhere when they were run. And **of 124 kinds of files that
  something takes a command from (Makefiles, images, pipelines, tasks, hooks, units, notebooks, start-up files, a text in a language that is
  not read), each with a line that pipes a bare address to a shell, 15 were told**; 119 are now ([the files](../datasets/ways-in.ndjson)). Of
  92 ways to run what was fetched 60 were told and 82 are, of 44 ways to stay 8 and 43: the latter rest on what is left unsaid, so that a page that
  speaks of a schedule hides them. On the 9,627 wild skills all of this changed what is said of a dozen.
  Not told: amounts, limits and accounts changed by a condition, findings left out, sources preferred, a row among data, records of a zone, a
  way around a check that its own code leaves, an order in what a server says of itself at the start.
- Twenty-eight more artifacts that do powerful things openly were written with it: **four were flagged** at first, three are now (a detector of
  injections by its samples, a play book that quotes a theft, a wallet that keeps an account of its payments and does not say so where the tool
  is described).
- Sixty artifacts that do powerful things openly (deployment, backups, wallets, schedules, remote desks, malware and injection research, in eight
  languages) were written with it: **five were flagged** at first, two are now: a scheduler for three systems, which looks like an installer that
  wants to stay by every way there is, and notes on malware that show an encoded command. What a document says it only quotes is told apart now
  (\`text.cited\`).
- Forty-nine ordinary skills and plugins and twenty-five servers, lists of tools and workspaces on topics that scanners flag wrongly (start-up files, hooks,
  settings of agents, memory, deletion, checks of certificates, commands, mail, accounts) were written by people who had not seen the rules
  ([samples](../datasets/ordinary.ndjson)). Two were flagged, one for a
  sample account number that its test hands on, one that exports cookies and wipes the file; mended, none is. The 58 of the sixty that are not
  flagged stand with them.
- The mechanisms against disguise are measured on [a ladder of our own](evasion.md).
- The clean twins are 41 items, 39 of them distinct from other benign skills; the other two are counted there.`

/** What running adds; made by a corpus run, not by this script. */
export const withSandbox = `## With the sandbox

\`clawback bulk run --plan full\` (scripted agent, every script, one variant) over the 90 wild malicious skills and the 154 of the
semantic set, 29 November 2026: 90 of 90 malicious; 96 of 154 suspicious, 57 benign, 1 undetermined. In the semantic set running adds to
the evidence of some (credential files read, a download started) and finds none that reading had missed: what these attacks ask for is
done by an agent with a task in hand, which the scripted agent is not. Of the benign, 299 (the 69 wild ones and 230 of the others,
by stride) were run in the same way: 15 were flagged at first (5.0 %), five of them for writing into the agent's settings what those hold for
skills, three for steps that come to nothing; 8 (2.7 %) once both were mended, seven of these undetermined, mostly for programs that are
not in the cell. Since 30 November stand-ins are called in their place and a trace keeps more records: **2 of 299 (0.7 %; 0.2–2.4)** are
flagged, none as malicious: one rewrites what the agent does at every beat, as it says, one lacks its packages. The 87 wild
malicious ones of the archive were run again in the same way: 87 of 87 malicious.`

/** What other scanners say of the same public corpora, as they were measured; this script does not run them. */
export const peers = `## Beside other scanners

Static modes, offline, each tool's own verdict of "unsafe", on 22 November 2026: skill-scanner of Cisco (48f5934), SkillSpector
of NVIDIA (698e2bf), SkillFortify (dbb5942), ferret. Same public corpora, items as those tools count them (copies not left out), so
hold orders of magnitude against each other, not single points. They were not run again for this page.

| set | Clawback | Cisco, core rules | SkillSpector | SkillFortify | ferret |
| --- | --- | --- | --- | --- | --- |
| benign skills flagged | see above | 0–11 % | 2–53 % | 5–60 % | 10–35 % |
| wild malicious found | see above | 8 % | 67 % | 78 % | 65 % |
| injected lines found, and their clean twins flagged | see above | 2/36, 7/46 | 8/36, 13/45 | 29/36, 22/45 | 6/36, 9/45 |
| semantic set found, of 154 | see above | 11 | — | 43 | 13 |
| wild skills flagged | see above | 432 of 3,071 | — | 67 % | 34 % |

Of the semantic set the best that any of them finds is 43, by a tool that flags at least 5 % of the benign; of those that stay near
our rate of false positives, 11.`

/** Why items of a set are missed where they were not read one by one. */
export const setNotes: Readonly<Record<string, string>> = {
  'semantic set, static':
    'The last paragraph of every second one was read: notes, records or helper programs that the result is to carry, named without a condition, or orders that are wrong only for what the task asks. Reading without understanding the task cannot tell them from ordinary conventions.',
  'constructed malicious skills':
    'Partly weaknesses (eval of input, SQL made of strings, paths not checked) rather than malice, partly persuasion in ordinary words; single calls without a flow from a secret stay below the threshold.',
  'synthetic malicious skills':
    'Documents only. What is missed lists files, removes or opens folders, reads secrets without sending them, names a package of a company or bears a name near a well-known one; the same lines stand in honest documents. A few of each kind were read.',
  'MCP: malicious server files':
    'Mostly weaknesses in tool code, told as such and below every threshold (`tool-input-to-*`), loops that use up memory or bandwidth without a telling call, tools that change after some calls, names that are nearly those of others. About half of them were read.',
  'MCP: synthetic malicious configurations':
    'Packages of a company by name, and launches that hold a secret in a variable. A few of each kind were read.',
}
