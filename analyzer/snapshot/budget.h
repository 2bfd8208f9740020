/*
 * What the reading of one bundle may take, counted in steps and never in
 * seconds: the same bundle gives the same report on every machine.
 *
 * A step is one comparison where two lists of a stranger meet: columns with
 * those that schemas declare, views with what they use.  Who is refused a step
 * leaves the answer undecided; the bundle has a gap then.  (Memory is counted
 * by evidence_full.)
 */
#ifndef ACC_BUDGET_H
#define ACC_BUDGET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { BUDGET_STEPS = 50000000 };

struct budget {
    uint64_t left; /* steps */
    bool spent;    /* one was refused: none is granted any more */
};

/* May STEPS more be taken? */
static inline bool
budget_take(struct budget *budget, size_t steps)
{
    if (budget->spent || steps > budget->left) {
        budget->spent = true;
        return false;
    }
    budget->left -= steps;
    return true;
}

#endif
