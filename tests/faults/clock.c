// The wall clock of one process, moved by the seconds in a file that can be changed while it runs: the machine's clock belongs to others.
// LD_PRELOAD=clock.so TEST_CLOCK=FILE program. The file holds one 64-bit number in the machine's order.
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static volatile int64_t *moved;

__attribute__((constructor)) static void begin(void)
{
    const char *name = getenv("TEST_CLOCK");
    int file = name ? open(name, O_RDONLY | O_CLOEXEC) : -1;
    if (file >= 0)
    {
        void *place = mmap(0, sizeof(int64_t), PROT_READ, MAP_SHARED, file, 0);
        moved = place == MAP_FAILED ? 0 : place;
        close(file);
    }
}

int clock_gettime(clockid_t id, struct timespec *time)
{
    int result = (int)syscall(SYS_clock_gettime, id, time);
    if (result == 0 && moved && (id == CLOCK_REALTIME || id == CLOCK_REALTIME_COARSE))
    {
        time->tv_sec += *moved;
    }
    return result;
}

int gettimeofday(struct timeval *restrict time, void *restrict zone)
{
    int result = (int)syscall(SYS_gettimeofday, time, zone);
    if (result == 0 && moved && time)
    {
        time->tv_sec += *moved;
    }
    return result;
}

time_t time(time_t *place)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    if (place)
    {
        *place = now.tv_sec;
    }
    return now.tv_sec;
}
