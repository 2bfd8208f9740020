/*
 * What every test program includes first: cmocka, and what it wants before it.
 * cmocka's macro fail() would hide our function of that name.
 */
#ifndef ACC_CMOCKA_TEST_H
#define ACC_CMOCKA_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#undef fail

#endif
