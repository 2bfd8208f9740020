#include "command.h"

#include "platform.h"

/* clang-format off: a table is read in columns */
const struct trust_rule TRUST[TRUST_COUNT] = {
    /* as whom      root   own    secret  why */
    [TRUST_SYSTEM] = {TRUST_NOBODY, false, false, false,
                      "a version or a list is told to everybody: no right is "
                      "needed, and only "
                      "what root installed is asked"},
    [TRUST_CAMPAIGN] =
        {TRUST_OWNER, true, true, false,
         "it is as good or bad as its owner, who could start it anyway: so it "
         "gains nothing by us"},
    [TRUST_CLIENT] = {
        TRUST_NAMED, false, true, true,
        "vendors' programs of vendors' accounts, which are given a password"}};
/* clang-format on */

const char *
trust_account(enum trust kind, int64_t owner, int64_t named, int64_t *account)
{
    *account = -1;
    if (!machine_root())
        return NULL;
    switch (TRUST[kind].account) {
    case TRUST_NOBODY:
        *account = TRUST_NOBODY_ID;
        break;
    case TRUST_NAMED:
        *account = named >= 0 ? named : owner;
        break;
    case TRUST_OWNER:
        *account = owner;
        break;
    }
    if (*account < 0 || (*account == 0 && !TRUST[kind].root))
        return "no account to run it as: name one that is not root with "
               "--db-account";
    return NULL;
}
