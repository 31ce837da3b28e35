/* LD_PRELOAD shim for tests.promises.stroomuitval: logs, in order, everything a program does to files under PL_PREFIX.
 *
 * Record: op(1) path length(2) offset(8) data length(4) path data, little endian. Ops:
 *   A  line written to standard output ("this answer is confirmed")     W  data written
 *   T  file truncated or grown     S  file or directory synced          C  file created
 *   U  file unlinked               N  file renamed (data = new name)
 * Linux and glibc only.  Build: cc -shared -fPIC -o shim.so power_cut_shim.c -ldl
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

static int log_fd = -1;
static char prefix[512];
static ssize_t (*real_write)(int, const void *, size_t);
static ssize_t (*real_pwrite)(int, const void *, size_t, off_t);
static int (*real_open)(const char *, int, ...);
static int (*real_fsync)(int), (*real_fdatasync)(int), (*real_ftruncate)(int, off_t);
static int (*real_unlink)(const char *), (*real_rename)(const char *, const char *);

__attribute__((constructor)) static void start(void) {
    real_write = dlsym(RTLD_NEXT, "write");
    real_pwrite = dlsym(RTLD_NEXT, "pwrite64");
    real_open = dlsym(RTLD_NEXT, "open64");
    real_fsync = dlsym(RTLD_NEXT, "fsync");
    real_fdatasync = dlsym(RTLD_NEXT, "fdatasync");
    real_ftruncate = dlsym(RTLD_NEXT, "ftruncate64");
    real_unlink = dlsym(RTLD_NEXT, "unlink");
    real_rename = dlsym(RTLD_NEXT, "rename");
    char *log = getenv("PL_LOG"), *p = getenv("PL_PREFIX");
    if (log && p) {
        strncpy(prefix, p, sizeof prefix - 1);
        log_fd = real_open(log, O_WRONLY | O_CREAT | O_TRUNC | O_APPEND, 0600);
    }
}

static void record(char op, const char *path, uint64_t offset, const void *data, uint32_t n) {
    if (log_fd < 0) return;
    char head[15];
    uint16_t len = strlen(path);
    head[0] = op;
    memcpy(head + 1, &len, 2);
    memcpy(head + 3, &offset, 8);
    memcpy(head + 11, &n, 4);
    real_write(log_fd, head, 15);
    real_write(log_fd, path, len);
    if (n && data) real_write(log_fd, data, n);
}

static int ours(const char *path) { return log_fd >= 0 && strncmp(path, prefix, strlen(prefix)) == 0; }

static int path_of(int fd, char *out) {          /* 1 if fd is one of the files we watch */
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t k = readlink(link, out, 1023);
    if (k < 0) return 0;
    out[k] = 0;
    return ours(out);
}

ssize_t write(int fd, const void *data, size_t n) {
    char path[1024];
    if (log_fd >= 0 && fd == 1) {
        ssize_t r = real_write(fd, data, n);
        record('A', "", 0, data, n);
        return r;
    }
    if (log_fd >= 0 && fd != log_fd && fd > 2 && path_of(fd, path)) {
        off_t at = lseek(fd, 0, SEEK_CUR);
        ssize_t r = real_write(fd, data, n);
        if (r > 0) record('W', path, at, data, r);
        return r;
    }
    return real_write(fd, data, n);
}

ssize_t pwrite64(int fd, const void *data, size_t n, off_t at) {
    char path[1024];
    ssize_t r = real_pwrite(fd, data, n, at);
    if (r > 0 && path_of(fd, path)) record('W', path, at, data, r);
    return r;
}
ssize_t pwrite(int fd, const void *data, size_t n, off_t at) { return pwrite64(fd, data, n, at); }

int open64(const char *path, int flags, ...) {
    mode_t mode = 0;
    if (flags & O_CREAT) {
        va_list ap;
        va_start(ap, flags);
        mode = va_arg(ap, mode_t);
        va_end(ap);
    }
    int is_new = (flags & O_CREAT) && ours(path) && access(path, F_OK) != 0;
    int fd = real_open(path, flags, mode);
    if (fd >= 0 && is_new) record('C', path, 0, 0, 0);
    return fd;
}
int open(const char *path, int flags, ...) {
    mode_t mode = 0;
    if (flags & O_CREAT) {
        va_list ap;
        va_start(ap, flags);
        mode = va_arg(ap, mode_t);
        va_end(ap);
    }
    return open64(path, flags, mode);
}

static int synced(int fd, int r) {
    char path[1024];
    if (path_of(fd, path)) record('S', path, 0, 0, 0);
    return r;
}
int fsync(int fd) { return synced(fd, real_fsync(fd)); }
int fdatasync(int fd) { return synced(fd, real_fdatasync(fd)); }

int ftruncate64(int fd, off_t n) {
    char path[1024];
    int r = real_ftruncate(fd, n);
    if (path_of(fd, path)) record('T', path, n, 0, 0);
    return r;
}
int ftruncate(int fd, off_t n) { return ftruncate64(fd, n); }

int unlink(const char *path) {
    int r = real_unlink(path);
    if (r == 0 && ours(path)) record('U', path, 0, 0, 0);
    return r;
}
int rename(const char *from, const char *to) {
    int r = real_rename(from, to);
    if (r == 0 && ours(from)) record('N', from, 0, to, strlen(to));
    return r;
}
