"""The system calls that a notebook may make: what `tools/record_calls.py` saw that notebooks need, and their kin.

Each has two numbers: on x86-64 and on 64-bit ARM, where some do not exist. The kin are calls that another version of
the C library or of Python makes for the same purpose. What holds memory that nobody counts (shared memory, message
queues, memory files, watches, pinned pages), what reaches another process, a device, the host's clock or disks,
and what only widens the kernel's attack surface is not among them.
"""

ALLOWED = """
read 0 63, write 1 64, open 2 -, close 3 57, stat 4 -, fstat 5 80, lstat 6 -, poll 7 -, lseek 8 62, mprotect 10 226,
munmap 11 215, brk 12 214, rt_sigprocmask 14 135, rt_sigreturn 15 139, pread64 17 67, pwrite64 18 68, readv 19 65,
writev 20 66, access 21 -, pipe 22 -, select 23 -, sched_yield 24 124, mremap 25 216, msync 26 227, dup 32 23,
dup2 33 -, pause 34 -, nanosleep 35 101, getitimer 36 102, alarm 37 -, setitimer 38 103, getpid 39 172,
sendfile 40 71, connect 42 203, accept 43 202, sendto 44 206, recvfrom 45 207, sendmsg 46 211, recvmsg 47 212,
shutdown 48 210, bind 49 200, listen 50 201, getsockname 51 204, getpeername 52 205, getsockopt 55 209, fork 57 -,
vfork 58 -, execve 59 221, exit 60 93, wait4 61 260, kill 62 129, uname 63 160, flock 73 32, fsync 74 82,
fdatasync 75 83, truncate 76 45, ftruncate 77 46, getdents 78 -, getcwd 79 17, chdir 80 49, fchdir 81 50,
rename 82 -, mkdir 83 -, rmdir 84 -, creat 85 -, link 86 -, unlink 87 -, symlink 88 -, readlink 89 -, chmod 90 -,
fchmod 91 52, chown 92 -, fchown 93 55, lchown 94 -, umask 95 166, gettimeofday 96 169, getrlimit 97 163,
getrusage 98 165, sysinfo 99 179, times 100 153, getuid 102 174, getgid 104 176, geteuid 107 175, getegid 108 177,
setpgid 109 154, getppid 110 173, getpgrp 111 -, setsid 112 157, getgroups 115 158, getresuid 118 148,
getresgid 120 150, getpgid 121 155, getsid 124 156, rt_sigpending 127 136, rt_sigtimedwait 128 137,
rt_sigsuspend 130 133, sigaltstack 131 132, utime 132 -, statfs 137 43, fstatfs 138 44, getpriority 140 141,
setpriority 141 140, sched_getparam 143 121, sched_getscheduler 145 120, sched_get_priority_max 146 125,
sched_get_priority_min 147 126, arch_prctl 158 -, setrlimit 160 164, gettid 186 178, getxattr 191 8,
lgetxattr 192 9, fgetxattr 193 10, listxattr 194 11, llistxattr 195 12, flistxattr 196 13, tkill 200 130,
time 201 -, futex 202 98, sched_setaffinity 203 122, sched_getaffinity 204 123, epoll_create 213 -,
getdents64 217 61, set_tid_address 218 96, restart_syscall 219 128, fadvise64 221 223, clock_gettime 228 113,
clock_getres 229 114, clock_nanosleep 230 115, exit_group 231 94, epoll_wait 232 -, epoll_ctl 233 21,
tgkill 234 131, utimes 235 -, mbind 237 235, waitid 247 95, openat 257 56, mkdirat 258 34, fchownat 260 54,
newfstatat 262 79, unlinkat 263 35, renameat 264 38, linkat 265 37, symlinkat 266 36, readlinkat 267 78,
fchmodat 268 53, faccessat 269 48, pselect6 270 72, ppoll 271 73, set_robust_list 273 99, get_robust_list 274 100,
utimensat 280 88, epoll_pwait 281 22, fallocate 285 47, accept4 288 242, eventfd2 290 19, epoll_create1 291 20,
dup3 292 24, pipe2 293 59, preadv 295 69, pwritev 296 70, prlimit64 302 261, getcpu 309 168, renameat2 316 276,
getrandom 318 278, copy_file_range 326 285, preadv2 327 286, pwritev2 328 287, statx 332 291, rseq 334 293,
close_range 436 436, faccessat2 439 439, epoll_pwait2 441 441
"""
NO_SUCH_CALL = """
clone3 435 435, openat2 437 437, futex_waitv 449 449, fchmodat2 452 452, map_shadow_stack 453 453, futex_wake 454 454,
futex_wait 455 455, futex_requeue 456 456, mseal 462 462
"""  # newer calls, for which a C library falls back to older ones where it is told that there are none such
NEWER = 463  # and all that came later

# Allowed for some arguments only.
CHECKED = """
mmap 9 222, rt_sigaction 13 134, ioctl 16 29, madvise 28 233, socket 41 198, socketpair 53 199, setsockopt 54 208,
clone 56 220, fcntl 72 25, prctl 157 167
"""


def numbers(table: str, column: int) -> dict[str, int]:
    """Return the numbers of a table's calls on a machine, by name."""
    rows = (row.split() for row in table.replace("\n", " ").split(","))
    return {row[0]: int(row[1 + column]) for row in rows if row[1 + column] != "-"}
