/*
 * The record of a hand-over to a bundle: what is not refused is a tree like any
 * other.  The first line, which tells the recipe, is ours, and so are the bytes
 * of some files.
 */
#include "collecting.h"
#include "scratch.h"

#include <stdio.h>

#include "host_script.h"
#include "xml_document.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static char folder[128];
    struct gather_options options = {
        .handed_over = folder,
        .db = {.password_fd = -1, .client = "auto"},
        .max_file = GATHER_FILE,
        .max_bundle = GATHER_BUNDLE,
        .timeout = GATHER_TIMEOUT,
    };
    char recipe[SEAL_HEX];
    struct buf record;

    if (folder[0] == '\0') {
        xml_start();
        (void)snprintf(folder, sizeof folder, "%s/hand", scratch());
    }
    host_recipe(recipe);
    buf_init(&record, size + 256);
    buf_addf(&record, "acc-hand-over 1 0.1.0 %.16s linux\n", recipe);
    buf_add(&record, (const char *)data, size);
    (void)scratch_write("hand/record", span_bytes(record.data, record.len));
    (void)scratch_write("hand/root/etc/hosts", span_of("10.0.0.1 app1\n"));
    (void)scratch_write("hand/root/usr/local/neolane/nl6/conf/serverConf.xml",
                        span_of("<serverConf><web/></serverConf>\n"));
    (void)scratch_write("hand/recorded/nlserver-pdump",
                        span_of("12:00:00 > Application server for Adobe\n"));
    collecting(&options);
    scratch_remove("hand");
    buf_release(&record);
    return 0;
}
