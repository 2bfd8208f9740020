/* serverConf.xml. */
#include "evidence_fuzz.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    evidence_fuzz("files/opt/nl6/conf/serverConf.xml", data, size);
    return 0;
}
