/** Who the sample thinks it runs for. Plausible and nobody: the same on every machine. */
export interface Persona {
  readonly user: string
  readonly fullName: string
  readonly home: string
  readonly host: string
  readonly shell: string
}

export const persona: Persona = {
  user: 'dana',
  fullName: 'Dana Whitfield',
  home: '/home/dana',
  host: 'dana-thinkpad',
  shell: '/bin/bash',
}

/** Files of a lived-in home, below the canaries. */
export const homeFiles: readonly { readonly path: string; readonly content: string }[] = [
  {
    path: '.bashrc',
    content:
      '# ~/.bashrc: executed by bash(1) for non-login shells.\nHISTCONTROL=ignoreboth\nHISTSIZE=1000\nalias ll="ls -alF"\n',
  },
  {
    path: '.profile',
    content: '# ~/.profile\nif [ -n "$BASH_VERSION" ]; then . "$HOME/.bashrc"; fi\n',
  },
  { path: '.gitconfig', content: `[user]\n\tname = ${persona.fullName}\n\temail = dana@whitfield.example\n` },
  {
    path: '.bash_history',
    content: 'cd project\ngit status\nnpm test\ngit push\npython3 -m venv .venv\nls -la\n',
  },
  { path: 'project/README.md', content: '# billing-service\n\nInvoices and reminders.\n' },
  {
    path: 'project/package.json',
    content: '{\n  "name": "billing-service",\n  "version": "2.3.0",\n  "private": true\n}\n',
  },
  {
    path: 'Documents/notes.txt',
    content: 'Call the accountant on Thursday.\nRenew the domain before the 14th.\n',
  },
]

/** Folders that exist in the home without a file of ours. */
export const homeFolders: readonly string[] = ['Downloads', '.config', '.cache', '.local/share', '.ssh']

/** Environment of an interactive session, before canaries. */
export const sessionEnv: Readonly<Record<string, string>> = {
  PATH: '/usr/local/bin:/usr/bin:/bin:/usr/local/sbin:/usr/sbin:/sbin',
  HOME: persona.home,
  USER: persona.user,
  LOGNAME: persona.user,
  SHELL: persona.shell,
  LANG: 'C.UTF-8',
  TERM: 'xterm-256color',
  PWD: '/skill',
  // People install into an environment of their own; without one, Debian's pip refuses before it asks anybody.
  PIP_BREAK_SYSTEM_PACKAGES: '1',
}
