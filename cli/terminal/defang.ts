/**
 * A text in which nothing can be followed by a click or pasted into a shell and run as it is: `hxxp`, and `[.]` in the
 * names and addresses of hosts.
 */
export function defang(text: string): string {
  return text
    .replace(/\bhttp(?=s?:\/\/)/gi, 'hxxp')
    .replace(/(?<=:\/\/)[^/\s"'?#]+/g, (host) => dotless(host))
    .replace(/(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?![\d.])/g, (address) => dotless(address))
}

/** What is so already stays. */
function dotless(host: string): string {
  return host.replace(/(?<!\[)\./g, '[.]')
}
