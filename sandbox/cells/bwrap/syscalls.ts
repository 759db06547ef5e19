/** Machine of a kernel filter: its audit constant, and whether a second call table (x32) must be shut. */
export interface Machine {
  readonly audit: number
  readonly x32: boolean
  /** Column of {@link numbers}. */
  readonly column: 0 | 1
}

/** By `process.arch`. Anything else has no filter, and so no cell. */
export const machines: Readonly<Record<string, Machine>> = {
  x64: { audit: 0xc000003e, x32: true, column: 0 },
  arm64: { audit: 0xc00000b7, x32: false, column: 1 },
}

/** name -> [x86_64, arm64]; -1 where the machine has no such call. From the kernel's unistd headers. */
export const numbers: Readonly<Record<string, readonly [number, number]>> = {
  mount: [165, 40],
  umount2: [166, 39],
  pivot_root: [155, 41],
  chroot: [161, 51],
  setns: [308, 268],
  unshare: [272, 97],
  fsopen: [430, 430],
  fsconfig: [431, 431],
  fsmount: [432, 432],
  fspick: [433, 433],
  open_tree: [428, 428],
  move_mount: [429, 429],
  mount_setattr: [442, 442],
  open_tree_attr: [467, 467],
  statmount: [457, 457],
  listmount: [458, 458],
  swapon: [167, 224],
  swapoff: [168, 225],
  reboot: [169, 142],
  sethostname: [170, 161],
  setdomainname: [171, 162],
  init_module: [175, 105],
  finit_module: [313, 273],
  delete_module: [176, 106],
  kexec_load: [246, 104],
  kexec_file_load: [320, 294],
  bpf: [321, 280],
  perf_event_open: [298, 241],
  userfaultfd: [323, 282],
  keyctl: [250, 219],
  add_key: [248, 217],
  request_key: [249, 218],
  process_vm_readv: [310, 270],
  process_vm_writev: [311, 271],
  pidfd_getfd: [438, 438],
  open_by_handle_at: [304, 265],
  ioperm: [173, -1],
  iopl: [172, -1],
  modify_ldt: [154, -1],
  quotactl: [179, 60],
  quotactl_fd: [443, 443],
  acct: [163, 89],
  settimeofday: [164, 170],
  clock_settime: [227, 112],
  clock_adjtime: [305, 266],
  syslog: [103, 116],
  lookup_dcookie: [212, 18],
  nfsservctl: [180, 42],
  vhangup: [153, 58],
  uselib: [134, -1],
  _sysctl: [156, -1],
  fanotify_init: [300, 262],
  io_uring_setup: [425, 425],
  io_uring_enter: [426, 426],
  io_uring_register: [427, 427],
  clone3: [435, 435],
  memfd_secret: [447, 447],
  clone: [56, 220],
  socket: [41, 198],
  ioctl: [16, 29],
}

/** The number of a call on a machine; undefined where it has no such call. */
export function callNumber(name: string, machine: Machine): number | undefined {
  const number = numbers[name]?.[machine.column]
  return number === undefined || number < 0 ? undefined : number
}

/** Calls that pretend not to exist: programs fall back, and the trace cannot be bypassed through them. */
export const absent: readonly string[] = [
  'io_uring_setup',
  'io_uring_enter',
  'io_uring_register',
  'clone3',
  'memfd_secret',
]

/** Calls judged by their arguments. */
const conditional: readonly string[] = ['clone', 'socket', 'ioctl']

/** Calls that no skill or server has a reason to make. */
export const forbidden: readonly string[] = Object.keys(numbers).filter(
  (name) => !absent.includes(name) && !conditional.includes(name),
)
