/* An answer of a database: rows of any length, quotes, lines; then schemas. */
#include "evidence_fuzz.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    evidence_fuzz("db/columns.csv", data, size);
    evidence_fuzz("db/schema-xml.csv", data, size);
    return 0;
}
