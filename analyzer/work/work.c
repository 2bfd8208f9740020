#include "work.h"

#include <pthread.h>
#include <stdlib.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif

struct crew {
    const struct work *work;
    pthread_mutex_t lock;
    pthread_cond_t led; /* the last leading piece is done: LEAD */
    bool lead;
    size_t next; /* piece */
    size_t done; /* pieces */
};

/* Takes a piece; false when none is left. */
static int
take(struct crew *crew, size_t *index)
{
    pthread_mutex_lock(&crew->lock);
    *index = crew->next;
    if (*index < crew->work->pieces)
        crew->next++;
    /* It was taken before, by a thread that waits for nobody. */
    while (*index >= crew->work->leading && !crew->lead)
        pthread_cond_wait(&crew->led, &crew->lock);
    pthread_mutex_unlock(&crew->lock);
    return *index < crew->work->pieces;
}

static void
tell(struct crew *crew, size_t index)
{
    pthread_mutex_lock(&crew->lock);
    crew->done++;
    if (index + 1 == crew->work->leading) {
        crew->lead = true;
        pthread_cond_broadcast(&crew->led);
    }
    if (crew->work->done != NULL)
        crew->work->done(crew->work->baton, crew->done);
    pthread_mutex_unlock(&crew->lock);
}

#ifdef __GLIBC__
/* Takes most of what the heap of this thread may become, untouched, and gives
 * it back: glibc else extends the heap by single pages, each time with a call
 * that stops the page faults of all threads. */
static void
heap_extend(void)
{
    enum { PIECES = 20, PIECE = 3 << 20 };
    char *pieces[PIECES];

    for (int i = 0; i < PIECES; i++) {
        pieces[i] = malloc(PIECE);
        if (pieces[i] != NULL)
            *(volatile char *)pieces[i] = 0;
    }
    for (int i = PIECES; i > 0; i--)
        free(pieces[i - 1]);
}
#else
static void
heap_extend(void)
{
}
#endif

static void *
member(void *baton)
{
    struct crew *crew = baton;
    const struct work *work = crew->work;
    void *own = work->begin == NULL ? NULL : work->begin(work->baton);
    size_t index;

    heap_extend();
    while (take(crew, &index)) {
        work->piece(work->baton, own, index);
        tell(crew, index);
    }
    if (work->end != NULL)
        work->end(work->baton, own);
    return NULL;
}

void
work_share(const struct work *work, int threads)
{
    struct crew crew = {.work = work, .lead = work->leading == 0};
    pthread_t others[WORK_THREADS_MOST];
    int started = 0;

    if (threads > WORK_THREADS_MOST)
        threads = WORK_THREADS_MOST;
    pthread_mutex_init(&crew.lock, NULL);
    pthread_cond_init(&crew.led, NULL);
    while (started + 1 < threads && (size_t)started + 1 < work->pieces &&
           pthread_create(&others[started], NULL, member, &crew) == 0)
        started++;
    member(&crew);
    while (started > 0)
        pthread_join(others[--started], NULL);
    pthread_cond_destroy(&crew.led);
    pthread_mutex_destroy(&crew.lock);
}

void
work_alone(void (*task)(void *baton), void *baton)
{
    static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

    pthread_mutex_lock(&lock);
    task(baton);
    pthread_mutex_unlock(&lock);
}

static void *
extend_and_shrink(void *baton)
{
    heap_extend();
    return baton;
}

void
work_start(void)
{
    pthread_t first;

    /* Thousands of bundles and documents are made and freed, one after another:
     * what each gave back to the system would be asked for by the next.  glibc
     * asks /proc whether it may shrink a thread's heap, the first time: now. */
#ifdef __GLIBC__
    mallopt(M_MMAP_THRESHOLD, 4 << 20);
#endif
    if (pthread_create(&first, NULL, extend_and_shrink, NULL) == 0)
        pthread_join(first, NULL);
#ifdef __GLIBC__
    mallopt(M_TRIM_THRESHOLD, 64 << 20);
    mallopt(M_TOP_PAD, 16 << 20);
#endif
}
