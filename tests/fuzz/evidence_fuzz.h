/*
 * A parser of evidence on any bytes: it ends, and what it found can be written
 * as a document that is read back.
 */
#ifndef ACC_EVIDENCE_FUZZ_H
#define ACC_EVIDENCE_FUZZ_H

#include "target.h"

void evidence_fuzz(const char *entry, const uint8_t *data, size_t size);

#endif
