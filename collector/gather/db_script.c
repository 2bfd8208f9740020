#include "db_script.h"

#include <string.h>

struct span
db_script(const char *engine)
{
    static const struct {
        const char *engine;
        const unsigned char *text; /* ends with a NUL */
    } scripts[] = {{"postgresql", DB_SCRIPT_POSTGRESQL},
                   {"mysql", DB_SCRIPT_MYSQL},
                   {"oracle", DB_SCRIPT_ORACLE},
                   {"sqlserver", DB_SCRIPT_SQLSERVER},
                   {"db2", DB_SCRIPT_DB2}};
    size_t i;

    for (i = 0; i < sizeof scripts / sizeof *scripts; i++)
        if (strcmp(engine, scripts[i].engine) == 0)
            return span_of((const char *)scripts[i].text);
    return span_bytes("", 0);
}
