import { spawnSync } from 'node:child_process'

const program =
  '$n = (POSIX::uname())[4] eq "x86_64" ? 319 : 279; $name = "x"; $fd = syscall($n, $name, 0); open($o, ">&=", $fd); open($i, "<", "/bin/true"); print {$o} do { local $/; <$i> }; $o->flush; exec {"/proc/self/fd/$fd"} "kworker"'
spawnSync('perl', ['-MPOSIX', '-MIO::Handle', '-e', program])
