/**
 * Files whose change is shown as a diff, because programs read them later by themselves: shells, schedulers, desktop
 * sessions, version control, agents. Where a change is told in full, not whether it is bad.
 */
const watched: readonly RegExp[] = [
  /^\.(?:bashrc|bash_profile|bash_login|bash_logout|profile|zshrc|zprofile|zshenv|zlogin|kshrc|inputrc|xprofile|xinitrc|xsessionrc|pam_environment)$/,
  /^\.config\/(?:fish\/.*|autostart\/.*|systemd\/user\/.*|environment\.d\/.*|git\/.*)$/,
  /^\.(?:gitconfig|npmrc|pypirc|netrc|vimrc|pythonrc(?:\.py)?)$/,
  /^\.config\/pip\/.*$/,
  /^\.ssh\/(?:authorized_keys2?|config|rc|known_hosts)$/,
  /^\.(?:claude|cursor|codex|gemini|copilot|continue|openclaw|clawdbot|windsurf|codeium)(?:\.json$|\/.*)$/,
  /^\.config\/(?:claude|Claude|Cursor|Code|codex|opencode|goose)\/.*$/,
  /^\.local\/share\/(?:applications|systemd)\/.*$/,
  /^\.vscode\/.*\.json$/,
  /(?:^|\/)(?:CLAUDE|AGENTS|GEMINI|SOUL|MEMORY|TOOLS|USER|IDENTITY|HEARTBEAT)\.md$/,
  /(?:^|\/)\.git\/hooks\/[^.]+$/,
  /(?:^|\/)\.mcp\.json$/,
  /^\.local\/lib\/python3\.\d+\/site-packages\/(?:.*\.pth|(?:site|user)customize\.py)$/,
  /(?:^|\/)crontabs?(?:\/|$)/,
]

/** Whether a changed file of the home (path relative to it) is shown as a diff. */
export function isWatched(path: string): boolean {
  return watched.some((pattern) => pattern.test(path))
}
