/**
 * Where programs look by themselves while they start: read-only opens there are counted per place and become one
 * record at the end of the run, so that what the sample does is not buried. Everything else is told one by one.
 */
const places: readonly (readonly [pattern: RegExp, place: string])[] = [
  [/^\/skill\/node_modules\//, '/skill/node_modules'],
  [/^\/(?:usr|lib|lib64|lib32|bin|sbin|opt)(?:\/|$)/, '/usr'],
  [/^\/sys(?:\/|$)/, '/sys'],
  [/^\/dev\/(?:null|zero|full|u?random|tty|pts|ptmx|shm$|fd|std)/, '/dev'],
  [
    /^\/proc\/(?:self|thread-self|\d+)(?:\/task\/\d+)?\/(?:maps|cgroup|stat|status|statm|fd|limits|comm|exe|mountinfo|oom_score_adj)?(?:\/\d+)?$/,
    '/proc',
  ],
  [
    /^\/proc\/(?:meminfo|cpuinfo|stat|filesystems|version_signature|sys\/(?:kernel\/(?:osrelease|pid_max|cap_last_cap|ngroups_max)|vm\/.*|fs\/pipe-max-size|net\/core\/somaxconn)|loadavg|uptime)$/,
    '/proc',
  ],
  [
    /^\/etc\/(?:ld\.so\..*|localtime|timezone|nsswitch\.conf|host\.conf|resolv\.conf|hosts|gai\.conf|services|protocols|locale.*|mime\.types|terminfo\/.*|inputrc|ssl\/.*|pki\/.*|python3.*|node\/.*|default\/.*|debian_version|os-release|lsb-release|wgetrc|gitconfig|curlrc|bash\.bashrc|profile|magic.*|perl\/.*|alternatives\/.*)$/,
    '/etc',
  ],
]

/** The place a read-only open belongs to, or undefined when it is worth a record of its own. */
export function quietPlace(path: string): string | undefined {
  return places.find(([pattern]) => pattern.test(path))?.[1]
}

/**
 * What interpreters try by themselves around the files they load, and what leads nowhere in a cell: caches of compiled
 * modules beside read-only code, and package descriptions that are not there.
 */
export function isInterpreterHabit(path: string, error: string | undefined): boolean {
  if (error === undefined) return false
  return (
    /\/__pycache__\/[^/]+\.pyc(?:\.\d+)?$/.test(path) || /^(?:\/skill)?(?:\/.*)?\/package\.json$/.test(path)
  )
}
