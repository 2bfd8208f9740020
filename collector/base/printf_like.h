/*
 * The mark of functions that take a printf format, so that the compiler checks
 * their arguments.  mingw means Microsoft's dialect by "printf", which lacks
 * "%zu", although its printf functions speak C99 here.
 */
#ifndef ACC_PRINTF_LIKE_H
#define ACC_PRINTF_LIKE_H

#ifdef __MINGW32__
#define PRINTF_LIKE(format_at, first_at)                                       \
    __attribute__((format(gnu_printf, format_at, first_at)))
#else
#define PRINTF_LIKE(format_at, first_at)                                       \
    __attribute__((format(printf, format_at, first_at)))
#endif

#endif
