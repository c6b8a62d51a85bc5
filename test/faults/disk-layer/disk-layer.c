/*
 * A fault layer between a process and its files, for LD_PRELOAD. It sees every call of the C library that opens,
 * changes, syncs or reads a file below one folder, whoever makes it: Node's libuv or SQLite inside of libsql.
 *
 *   SOTTO_DISK_ROOT     the folder, without symbolic links in its path
 *   SOTTO_DISK_TRACE    a file to which each call that changed something is appended, with its data
 *   SOTTO_DISK_CONTROL  a file of a `struct control`, shared with whoever counts and decides
 *   SOTTO_DISK_MARKS    set: what is written to standard output is appended to the trace as well
 *
 * Calls are made as system calls, so nothing of the C library's own is needed. What is written through a shared mapping
 * is not seen; the mapping is (`OP_MAP`).
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

enum { TAKES = 1, GIVES = 2, SYNCS = 4, READS = 8, CLOSES = 16, OPENS = 32 };
enum { NOTHING, KILL_BEFORE, KILL_MIDDLE, KILL_AFTER, FAIL_ONCE, FAIL_FROM_THEN_ON };
enum {
  OP_OPEN = 'o', OP_WRITE = 'w', OP_TRUNCATE = 't', OP_SYNC = 's', OP_CLOSE = 'c', OP_RENAME = 'r', OP_UNLINK = 'u',
  OP_MKDIR = 'd', OP_RMDIR = 'x', OP_LINK = 'l', OP_CHMOD = 'h', OP_MAP = 'm', OP_MARK = 'M', OP_READ = 'i', OP_HIT = 'K',
};

/* Little-endian, as both sides are on one machine. */
struct control {
  uint64_t ops;     /* calls that were counted so far */
  uint64_t at;      /* the call that is meant, from 1 */
  uint32_t action;
  uint32_t error;
  uint32_t counted; /* classes that are counted */
  uint32_t hits;    /* calls that failed or were cut */
};

struct record {
  uint32_t magic;
  uint8_t op, created, truncated, hit;
  int32_t pid, fd;
  int64_t at;       /* place in the file, or its new size */
  uint64_t ordinal;
  uint32_t path_bytes, other_bytes, data_bytes, unused;
};

#define MAGIC 0x314c4453u
#define MAX_FDS 65536
static char root[PATH_MAX];
static size_t root_bytes;
static int trace_fd = -1, has_marks;
static struct control none, *control = &none;
static uint8_t tracked[MAX_FDS]; /* 1: below the folder, 2: and it may be written */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

__attribute__((constructor)) static void begin(void) {
  const char *folder = getenv("SOTTO_DISK_ROOT"), *trace = getenv("SOTTO_DISK_TRACE");
  const char *shared = getenv("SOTTO_DISK_CONTROL");
  none.counted = TAKES | GIVES | SYNCS;
  if (folder == NULL || strlen(folder) >= sizeof root) return;
  strcpy(root, folder);
  root_bytes = strlen(root);
  has_marks = getenv("SOTTO_DISK_MARKS") != NULL;
  if (trace != NULL) {
    int fd = syscall(SYS_openat, AT_FDCWD, trace, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    /* Out of the way of the numbers that the process counts on. */
    trace_fd = fd < 0 ? -1 : (int)syscall(SYS_fcntl, fd, F_DUPFD_CLOEXEC, 900);
    if (fd >= 0) syscall(SYS_close, fd);
  }
  if (shared != NULL) {
    int fd = syscall(SYS_openat, AT_FDCWD, shared, O_RDWR | O_CLOEXEC, 0);
    if (fd >= 0) {
      void *map = (void *)syscall(SYS_mmap, NULL, sizeof *control, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
      if (map != MAP_FAILED) control = map;
      syscall(SYS_close, fd);
    }
  }
}

/* Absolute, in `into`; 0 when it is not below the folder. */
static int below(int dir, const char *path, char *into) {
  if (root_bytes == 0 || path == NULL) return 0;
  if (path[0] == '/') {
    if (strlen(path) >= PATH_MAX) return 0;
    strcpy(into, path);
  } else {
    char link[64] = "/proc/self/cwd";
    if (dir != AT_FDCWD) {
      strcpy(link, "/proc/self/fd/");
      char digits[16];
      int n = 0, left = dir;
      do digits[n++] = '0' + left % 10; while ((left /= 10) > 0);
      size_t end = strlen(link);
      while (n > 0) link[end++] = digits[--n];
      link[end] = 0;
    }
    ssize_t got = syscall(SYS_readlinkat, AT_FDCWD, link, into, PATH_MAX - 1);
    if (got < 0 || (size_t)got + strlen(path) + 2 >= PATH_MAX) return 0;
    into[got] = '/';
    strcpy(into + got + 1, path);
  }
  if (strncmp(into, root, root_bytes) != 0) return 0;
  return root_bytes == 1 || into[root_bytes] == '/' || into[root_bytes] == 0;
}

static void name_of(int fd, char *into) {
  char link[40];
  strcpy(link, "/proc/self/fd/");
  char digits[16];
  int n = 0, left = fd;
  do digits[n++] = '0' + left % 10; while ((left /= 10) > 0);
  size_t end = strlen(link);
  while (n > 0) link[end++] = digits[--n];
  link[end] = 0;
  int before = errno;
  ssize_t got = syscall(SYS_readlinkat, AT_FDCWD, link, into, PATH_MAX - 1);
  into[got < 0 ? 0 : got] = 0;
  errno = before;
}

/* Its path is in `name`. Node closes by a bare system call, so a number may be that of a socket by now. */
static int is_ours(int fd, char *name) {
  if (fd < 0 || fd >= MAX_FDS || tracked[fd] == 0) return 0;
  name_of(fd, name);
  if (strncmp(name, root, root_bytes) == 0) return 1;
  tracked[fd] = 0;
  return 0;
}

static void append(struct record r, const char *path, const char *other, const struct iovec *data, int parts) {
  if (trace_fd < 0) return;
  int before = errno;
  r.magic = MAGIC;
  r.pid = getpid();
  r.path_bytes = path ? strlen(path) : 0;
  r.other_bytes = other ? strlen(other) : 0;
  size_t left = r.data_bytes;
  struct iovec all[64] = {{&r, sizeof r}, {(void *)path, r.path_bytes}, {(void *)other, r.other_bytes}};
  int n = 3;
  for (int i = 0; i < parts && left > 0 && n < 64; i++) {
    size_t some = data[i].iov_len < left ? data[i].iov_len : left;
    all[n++] = (struct iovec){data[i].iov_base, some};
    left -= some;
  }
  syscall(SYS_writev, trace_fd, all, n);
  errno = before;
}

static void die(void) {
  syscall(SYS_kill, getpid(), SIGKILL);
  for (;;) pause();
}

/* What is to become of this call. The lock is held from here to the end of the call. */
static int verdict(int kind, int op, const char *path, uint64_t *ordinal) {
  pthread_mutex_lock(&lock);
  *ordinal = 0;
  if (!(control->counted & kind)) return NOTHING;
  *ordinal = __atomic_add_fetch(&control->ops, 1, __ATOMIC_SEQ_CST);
  int action = control->action;
  if (control->at == 0 || action == NOTHING) return NOTHING;
  if (*ordinal != control->at && !(action == FAIL_FROM_THEN_ON && *ordinal > control->at)) return NOTHING;
  control->hits++;
  append((struct record){.op = OP_HIT, .hit = op, .ordinal = *ordinal, .at = action}, path, NULL, NULL, 0);
  if (action == KILL_BEFORE) die();
  return action;
}

static int failing(int action) { return action == FAIL_ONCE || action == FAIL_FROM_THEN_ON; }

/* Ends a call: what it gave goes to the trace when it did something. */
static long over(long result, int action) {
  if (action == KILL_MIDDLE || action == KILL_AFTER) die();
  pthread_mutex_unlock(&lock);
  return result;
}

static long failed(void) {
  pthread_mutex_unlock(&lock);
  errno = control->error;
  return -1;
}

static int open_at(int dir, const char *path, int flags, mode_t mode) {
  char name[PATH_MAX];
  if (!below(dir, path, name)) {
    int fd = syscall(SYS_openat, dir, path, flags, mode);
    if (fd >= 0 && fd < MAX_FDS) tracked[fd] = 0;
    return fd;
  }
  struct stat status;
  int was = syscall(SYS_newfstatat, dir, path, &status, AT_SYMLINK_NOFOLLOW) == 0;
  int writes = (flags & O_ACCMODE) != O_RDONLY;
  int creates = !was && (flags & O_CREAT), truncates = was && writes && (flags & O_TRUNC) && status.st_size > 0;
  uint64_t ordinal;
  int kind = creates ? TAKES : truncates ? GIVES : writes ? OPENS : READS;
  int action = verdict(kind, OP_OPEN, name, &ordinal);
  if (failing(action)) return failed();
  int fd = syscall(SYS_openat, dir, path, flags, mode);
  if (fd >= 0 && fd < MAX_FDS) {
    tracked[fd] = writes ? 2 : 1;
    struct record r = {.op = OP_OPEN, .created = creates, .truncated = truncates, .fd = fd, .at = mode, .ordinal = ordinal};
    append(r, name, NULL, NULL, 0);
  }
  return over(fd, action);
}

static mode_t mode_of(int flags, va_list rest) { return flags & (O_CREAT | O_TMPFILE) ? va_arg(rest, mode_t) : 0; }
#define OPEN(dir) va_list rest; va_start(rest, flags); mode_t m = mode_of(flags, rest); va_end(rest); return open_at(dir, path, flags, m)
int open(const char *path, int flags, ...) { OPEN(AT_FDCWD); }
int open64(const char *path, int flags, ...) { OPEN(AT_FDCWD); }
int openat(int dir, const char *path, int flags, ...) { OPEN(dir); }
int openat64(int dir, const char *path, int flags, ...) { OPEN(dir); }
int creat(const char *path, mode_t mode) { return open_at(AT_FDCWD, path, O_CREAT | O_WRONLY | O_TRUNC, mode); }
int creat64(const char *path, mode_t mode) { return creat(path, mode); }

int close(int fd) {
  char name[PATH_MAX];
  if (!is_ours(fd, name)) return syscall(SYS_close, fd);
  uint64_t ordinal;
  int action = verdict(tracked[fd] == 2 ? CLOSES : READS, OP_CLOSE, name, &ordinal);
  tracked[fd] = 0;
  /* The number is free again, whatever close says: close(2). */
  int result = syscall(SYS_close, fd);
  append((struct record){.op = OP_CLOSE, .fd = fd, .ordinal = ordinal}, NULL, NULL, NULL, 0);
  return failing(action) ? failed() : over(result, action);
}

/*
 * How far a file was read or written from its beginning without a gap: that lies in the kernel's memory, and reading it
 * again asks no disk.
 */
#define MAX_WARM 256
static struct { dev_t device; ino_t file; off_t to; } warm[MAX_WARM];
static int warm_count;

static off_t *warm_to(int fd) {
  struct stat status;
  if (syscall(SYS_fstat, fd, &status) != 0) return NULL;
  for (int i = 0; i < warm_count && i < MAX_WARM; i++)
    if (warm[i].device == status.st_dev && warm[i].file == status.st_ino) return &warm[i].to;
  int slot = warm_count++ % MAX_WARM;
  warm[slot].device = status.st_dev;
  warm[slot].file = status.st_ino;
  warm[slot].to = 0;
  return &warm[slot].to;
}

static void warmed(int fd, off_t from, ssize_t bytes) {
  off_t *to = bytes > 0 ? warm_to(fd) : NULL;
  if (to != NULL && from <= *to && from + bytes > *to) *to = from + bytes;
}

static ssize_t write_at(int fd, const struct iovec *data, int parts, off_t at) {
  char name[PATH_MAX];
  int ours = is_ours(fd, name);
  if (fd == 1 && has_marks && !ours) {
    ssize_t done = at < 0 ? syscall(SYS_writev, fd, data, parts) : syscall(SYS_pwritev, fd, data, parts, at, 0);
    pthread_mutex_lock(&lock);
    if (done > 0) append((struct record){.op = OP_MARK, .fd = fd, .data_bytes = done}, NULL, NULL, data, parts);
    pthread_mutex_unlock(&lock);
    return done;
  }
  if (!ours) return at < 0 ? syscall(SYS_writev, fd, data, parts) : syscall(SYS_pwritev, fd, data, parts, at, 0);
  uint64_t ordinal;
  int action = verdict(TAKES, OP_WRITE, name, &ordinal);
  if (failing(action)) return failed();
  off_t place = at;
  if (at < 0) {
    struct stat status;
    int appends = syscall(SYS_fcntl, fd, F_GETFL) & O_APPEND;
    place = appends && syscall(SYS_fstat, fd, &status) == 0 ? status.st_size : syscall(SYS_lseek, fd, 0, SEEK_CUR);
  }
  ssize_t done;
  if (action == KILL_MIDDLE) {
    size_t all = 0;
    for (int i = 0; i < parts; i++) all += data[i].iov_len;
    size_t half = data[0].iov_len < all / 2 ? data[0].iov_len : all / 2;
    done = syscall(SYS_pwrite64, fd, data[0].iov_base, half, place);
  } else {
    done = at < 0 ? syscall(SYS_writev, fd, data, parts) : syscall(SYS_pwritev, fd, data, parts, at, 0);
  }
  struct record r = {.op = OP_WRITE, .fd = fd, .at = place, .ordinal = ordinal, .data_bytes = done > 0 ? done : 0};
  if (done > 0) append(r, NULL, NULL, data, parts);
  warmed(fd, place, done);
  return over(done, action);
}

static ssize_t write_one(int fd, const void *bytes, size_t count, off_t at) {
  struct iovec one = {(void *)bytes, count};
  return write_at(fd, &one, 1, at);
}
ssize_t write(int fd, const void *bytes, size_t count) { return write_one(fd, bytes, count, -1); }
ssize_t pwrite(int fd, const void *bytes, size_t count, off_t at) { return write_one(fd, bytes, count, at); }
ssize_t pwrite64(int fd, const void *bytes, size_t count, off_t at) { return write_one(fd, bytes, count, at); }
ssize_t writev(int fd, const struct iovec *data, int parts) { return write_at(fd, data, parts, -1); }
ssize_t pwritev(int fd, const struct iovec *data, int parts, off_t at) { return write_at(fd, data, parts, at); }
ssize_t pwritev64(int fd, const struct iovec *data, int parts, off_t at) { return write_at(fd, data, parts, at); }

static int resized(int fd, const char *name, off_t size, int takes) {
  struct stat status;
  int grows = syscall(SYS_fstat, fd, &status) == 0 && size > status.st_size;
  uint64_t ordinal;
  int action = verdict(takes || grows ? TAKES : GIVES, OP_TRUNCATE, name, &ordinal);
  if (failing(action)) return failed();
  int result = takes ? syscall(SYS_fallocate, fd, 0, 0, size) : syscall(SYS_ftruncate, fd, size);
  struct record r = {.op = OP_TRUNCATE, .fd = fd, .at = size, .ordinal = ordinal};
  if (result == 0 && (!takes || grows)) append(r, NULL, NULL, NULL, 0);
  return over(result, action);
}
int ftruncate(int fd, off_t size) {
  char name[PATH_MAX];
  return is_ours(fd, name) ? resized(fd, name, size, 0) : (int)syscall(SYS_ftruncate, fd, size);
}
int ftruncate64(int fd, off_t size) { return ftruncate(fd, size); }
int fallocate(int fd, int mode, off_t at, off_t bytes) {
  char name[PATH_MAX];
  if (mode != 0 || !is_ours(fd, name)) return syscall(SYS_fallocate, fd, mode, at, bytes);
  return resized(fd, name, at + bytes, 1);
}
int fallocate64(int fd, int mode, off_t at, off_t bytes) { return fallocate(fd, mode, at, bytes); }
int posix_fallocate(int fd, off_t at, off_t bytes) { return fallocate(fd, 0, at, bytes) == 0 ? 0 : errno; }
int posix_fallocate64(int fd, off_t at, off_t bytes) { return posix_fallocate(fd, at, bytes); }

static int synced(int fd, int call) {
  char name[PATH_MAX];
  if (!is_ours(fd, name)) return syscall(call, fd);
  uint64_t ordinal;
  int action = verdict(SYNCS, OP_SYNC, name, &ordinal);
  if (failing(action)) return failed();
  int result = syscall(call, fd);
  if (result == 0) append((struct record){.op = OP_SYNC, .fd = fd, .ordinal = ordinal}, NULL, NULL, NULL, 0);
  return over(result, action);
}
int fsync(int fd) { return synced(fd, SYS_fsync); }
int fdatasync(int fd) { return synced(fd, SYS_fdatasync); }

static int renamed(int from, const char *path, int to, const char *other, unsigned flags) {
  char a[PATH_MAX], b[PATH_MAX];
  int is_a = below(from, path, a), is_b = below(to, other, b);
  if (!is_a && !is_b) return syscall(SYS_renameat2, from, path, to, other, flags);
  uint64_t ordinal;
  int action = verdict(GIVES, OP_RENAME, b, &ordinal);
  if (failing(action)) return failed();
  int result = syscall(SYS_renameat2, from, path, to, other, flags);
  if (result == 0) append((struct record){.op = OP_RENAME, .ordinal = ordinal}, a, b, NULL, 0);
  return over(result, action);
}
int rename(const char *path, const char *other) { return renamed(AT_FDCWD, path, AT_FDCWD, other, 0); }
int renameat(int from, const char *path, int to, const char *other) { return renamed(from, path, to, other, 0); }
int renameat2(int from, const char *path, int to, const char *other, unsigned flags) {
  return renamed(from, path, to, other, flags);
}

static int removed(int dir, const char *path, int flags) {
  char name[PATH_MAX];
  if (!below(dir, path, name)) return syscall(SYS_unlinkat, dir, path, flags);
  struct stat status;
  if (syscall(SYS_newfstatat, dir, path, &status, AT_SYMLINK_NOFOLLOW) != 0) return -1;
  uint64_t ordinal;
  int op = flags & AT_REMOVEDIR ? OP_RMDIR : OP_UNLINK, action = verdict(GIVES, op, name, &ordinal);
  if (failing(action)) return failed();
  int result = syscall(SYS_unlinkat, dir, path, flags);
  if (result == 0) append((struct record){.op = op, .ordinal = ordinal}, name, NULL, NULL, 0);
  return over(result, action);
}
int unlink(const char *path) { return removed(AT_FDCWD, path, 0); }
int unlinkat(int dir, const char *path, int flags) { return removed(dir, path, flags); }
int rmdir(const char *path) { return removed(AT_FDCWD, path, AT_REMOVEDIR); }

int mkdirat(int dir, const char *path, mode_t mode) {
  char name[PATH_MAX];
  struct stat status;
  if (!below(dir, path, name) || syscall(SYS_newfstatat, dir, path, &status, 0) == 0)
    return syscall(SYS_mkdirat, dir, path, mode);
  uint64_t ordinal;
  int action = verdict(TAKES, OP_MKDIR, name, &ordinal);
  if (failing(action)) return failed();
  int result = syscall(SYS_mkdirat, dir, path, mode);
  if (result == 0) append((struct record){.op = OP_MKDIR, .at = mode, .ordinal = ordinal}, name, NULL, NULL, 0);
  return over(result, action);
}
int mkdir(const char *path, mode_t mode) { return mkdirat(AT_FDCWD, path, mode); }

int linkat(int from, const char *path, int to, const char *other, int flags) {
  char a[PATH_MAX], b[PATH_MAX];
  below(from, path, a);
  if (!below(to, other, b)) return syscall(SYS_linkat, from, path, to, other, flags);
  uint64_t ordinal;
  int action = verdict(TAKES, OP_LINK, b, &ordinal);
  if (failing(action)) return failed();
  int result = syscall(SYS_linkat, from, path, to, other, flags);
  if (result == 0) append((struct record){.op = OP_LINK, .ordinal = ordinal}, a, b, NULL, 0);
  return over(result, action);
}
int link(const char *path, const char *other) { return linkat(AT_FDCWD, path, AT_FDCWD, other, 0); }

int fchmod(int fd, mode_t mode) {
  char name[PATH_MAX];
  if (!is_ours(fd, name)) return syscall(SYS_fchmod, fd, mode);
  uint64_t ordinal;
  int action = verdict(GIVES, OP_CHMOD, name, &ordinal);
  return failing(action) ? failed() : over(syscall(SYS_fchmod, fd, mode), action);
}

static ssize_t read_at(int fd, void *bytes, size_t count, off_t at) {
  char name[PATH_MAX];
  if (!is_ours(fd, name)) return at < 0 ? syscall(SYS_read, fd, bytes, count) : syscall(SYS_pread64, fd, bytes, count, at);
  off_t place = at < 0 ? syscall(SYS_lseek, fd, 0, SEEK_CUR) : at, *to = warm_to(fd);
  uint64_t ordinal;
  int action = to != NULL && place + (off_t)count <= *to ? (pthread_mutex_lock(&lock), NOTHING)
                                                         : verdict(READS, OP_READ, name, &ordinal);
  if (failing(action)) return failed();
  ssize_t got = at < 0 ? syscall(SYS_read, fd, bytes, count) : syscall(SYS_pread64, fd, bytes, count, at);
  warmed(fd, place, got);
  return over(got, action);
}
ssize_t read(int fd, void *bytes, size_t count) { return read_at(fd, bytes, count, -1); }
ssize_t pread(int fd, void *bytes, size_t count, off_t at) { return read_at(fd, bytes, count, at); }
ssize_t pread64(int fd, void *bytes, size_t count, off_t at) { return read_at(fd, bytes, count, at); }

void *mmap64(void *where, size_t bytes, int protection, int flags, int fd, off_t at) {
  void *map = (void *)syscall(SYS_mmap, where, bytes, protection, flags, fd, at);
  char name[PATH_MAX];
  if ((flags & MAP_SHARED) && (protection & PROT_WRITE) && is_ours(fd, name)) {
    pthread_mutex_lock(&lock);
    append((struct record){.op = OP_MAP, .fd = fd, .at = bytes}, name, NULL, NULL, 0);
    pthread_mutex_unlock(&lock);
  }
  return map;
}
void *mmap(void *where, size_t bytes, int protection, int flags, int fd, off_t at) {
  return mmap64(where, bytes, protection, flags, fd, at);
}
