/*
 * The door to libxslt.
 *
 * A sheet is as untrusted as a bundle: `--templates` may name anybody's.  It
 * reads report.xml and the files of its own folder, and nothing else:
 *
 *   - sheets and the documents they ask for are called templates:/NAME; every
 *     other address, a `..`, a link that leaves the folder and a DOCTYPE are
 *     refused, when the sheet is compiled as well as when it runs;
 *   - it writes nothing, and asks nothing of the network;
 *   - it may do a bounded number of operations at a bounded depth.
 *
 * One thing refused, and there is no result at all.
 */
#ifndef ACC_TRANSFORM_H
#define ACC_TRANSFORM_H

#include "buf.h"
#include "failure.h"
#include "span.h"

/*
 * Transforms REPORT with the sheet TEMPLATES/NAME and appends what it writes
 * to OUT.  PARAMETERS are names and values in turn, ended by NULL; the sheet
 * sees the values as text.
 *
 * Before the sheet sees it, what is invisible or beyond the fonts in REPORT is
 * made visible: [U+202E], [U+1F600].
 */
int transform_run(struct span report, const char *templates, const char *name,
                  const char *const parameters[], struct buf *out,
                  struct failure *why);

#endif
