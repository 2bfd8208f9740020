/*
 * What follows from the evidence of a host when all its entries were read.
 * Each function adds facts to the host; they run in the order of this header.
 */
#ifndef ACC_CONCLUDE_H
#define ACC_CONCLUDE_H

#include "evidence.h"

/* os: os-release, made precise by debian_version; redhat-release where there
 * is no os-release; windows-version on Windows. */
void conclude_os(struct evidence *evidence);

/* web-server, where no command told its version but a package does; the kind
 * of Java that packages show. */
void conclude_packages(struct evidence *evidence);

/* apache, of the files that are enabled, and redirection-module. */
void conclude_apache(struct evidence *evidence);

/* iis: the sites of Campaign; web-server, if IIS is it; redirection-module. */
void conclude_iis(struct evidence *evidence);

/* Which Campaign directory counts: installation, and the layers of others
 * dropped.  Two that could both be meant are a gap, and no layer is left. */
void conclude_installation(struct evidence *evidence);

/* shipped: how the layers differ from the files that they were made of. */
void conclude_shipped(struct evidence *evidence);

/* logs: what their lines say, added up. */
void conclude_logs(struct evidence *evidence);

/* database: what it answered (database.h), as far as rules read it. */
void conclude_database(struct evidence *evidence);

/* product: banner, packages and directory together. */
void conclude_product(struct evidence *evidence);

/* alias: what the server's own file of hosts calls it. */
void conclude_names(struct evidence *evidence);

/* settings, instance, module, parked, database-connection, reference. */
void conclude_settings(struct evidence *evidence);

#endif
