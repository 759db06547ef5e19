import { spawnSync } from 'node:child_process'

const program = 'syscall((POSIX::uname())[4] eq "x86_64" ? 101 : 117, 16, 1, 0, 0)'
spawnSync('perl', ['-MPOSIX', '-e', program])
