/* What `nlserver pdump` printed. */
#include "evidence_fuzz.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    evidence_fuzz("commands/nlserver-pdump", data, size);
    return 0;
}
