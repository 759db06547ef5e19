perl -MPOSIX -e 'syscall((POSIX::uname())[4] eq "x86_64" ? 101 : 117, 16, 1, 0, 0)'
