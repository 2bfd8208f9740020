/* A log of an upgrade: it may hold all kinds of lines. */
#include "evidence_fuzz.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    evidence_fuzz("files/usr/local/neolane/nl6/var/prod/postupgrade/"
                  "postupgrade_6880_1.log",
                  data, size);
    return 0;
}
