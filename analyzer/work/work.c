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

static void *
member(void *baton)
{
    struct crew *crew = baton;
    const struct work *work = crew->work;
    void *own = work->begin == NULL ? NULL : work->begin(work->baton);
    size_t index;

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
    if (threads > 1 && !work->untrimmed)
        work_trim();
}

void
work_alone(void (*task)(void *baton), void *baton)
{
    static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

    pthread_mutex_lock(&lock);
    task(baton);
    pthread_mutex_unlock(&lock);
}

/* Takes memory in pieces that come from the heap of this thread, and gives it
 * back: glibc then asks /proc whether it may shrink that heap, once. */
static void *
take_and_give(void *baton)
{
    enum { PIECES = 64, PIECE = 96 * 1024 };
    char *pieces[PIECES];

    (void)baton;
    for (int i = 0; i < PIECES; i++) {
        pieces[i] = malloc(PIECE);
        if (pieces[i] != NULL)
            *(volatile char *)pieces[i] = 0;
    }
    for (int i = PIECES; i > 0; i--)
        free(pieces[i - 1]);
    return NULL;
}

void
work_start(void)
{
    pthread_t first;

    if (pthread_create(&first, NULL, take_and_give, NULL) == 0)
        pthread_join(first, NULL);
}

void
work_trim(void)
{
#ifdef __GLIBC__
    (void)malloc_trim(0);
#endif
}
