/*
 * A snapshot: one host at one moment, as facts with provenance, and gaps with
 * reasons.
 *
 * The facts (schema: facts.rng).  Kinds in the order in which they stand:
 *
 * host @name @bundle @stage @collected [@machine]
 *   source @entry @kind @status         an entry that a parser knows; kind is
 *                                       the parser's name, see parsers.c:
 *                                       serverConf, config-default,
 *                                       config-instance, pdump, …; status:
 *                                       parsed, or malformed, absent, denied,
 *                                       cut, …
 *   alias @name                         what its own file of hosts calls it:
 *                                       names and addresses, none that mean
 *                                       every machine itself
 *   os @family @distribution @version [@name]
 *                       family linux|windows; distribution as in ID= of
 *                       os-release (debian, rhel, centos, …), "windows"
 *   machine [@architecture] [@kernel]   from the manifest
 *   selinux @mode(enforcing|permissive|disabled)
 *                                       as configured, not as it is right now
 *   package @name @version [@architecture]
 *                                       those that rules read (see the table
 *                                       in parse_system.c)
 *   java @version @major [@kind]        of `java -version`; kind jdk|jre|…
 *   environment @name @value            assignments in customer.sh / env.sh; of
 *                                       Windows, what it sets for everyone
 *   login-path @path                    any path into a Campaign tree in the
 *                                       login scripts of the account neolane
 *   web-server @product @version        product apache|iis
 *   apache
 *     load-module @name @file           enabled ones
 *     include @path                     of apache_neolane.conf and the like
 *     link @path @target                links in mods-enabled
 *     campaign-path @path               any path into a Campaign tree (nl5/nl6)
 *     environment @name @value          of envvars, /etc/sysconfig/httpd
 *   iis                                 of applicationHost.config, else of
 *                                       `appcmd list site`
 *     site @name [@campaign(true)]      campaign: it serves a folder of
 *                                       Campaign or loads its module
 *       binding [@protocol @address @port @host @key]  key is
 *                                       equal for two that collide
 *       folder [@path] @physical
 *     module @file [@site]              filters, modules, handlers
 *   redirection-module @basis           evidence that the web server carries
 *                                       Campaign's redirection module
 *   installation @directory @tree       tree: nl5, nl6, "Neolane v6", …
 *   settings-diff [@changes]            of serverConf.xml.diff; changes: how
 *     change                            many places differ, each with its line;
 *                                       absent where its form is not known
 *   shipped @file @sample @changes      how the server's serverConf.xml or
 *                                       config-default.xml differs from the
 *                                       file that it was made of: sample, the
 *                                       entry of serverConf.xml.sample or of
 *                                       a model.  Of several languages the
 *                                       one with the fewest changes: deduced,
 *                                       for the file was made of one of them.
 *                                       Only where all were read whole.  What
 *                                       is a change: conclude_shipped.c
 *     change @path @kind(changed|added|removed) [@was @is]
 *                                       the first 1,000, at their lines of the
 *                                       server's file, or, removed, at the
 *                                       element that lost it.  path: elements,
 *                                       their key in brackets, and @attribute;
 *                                       was, is: the value of an attribute or
 *                                       a line, of a row the path or address
 *                                       that it is for; at most 240 bytes
 *   inventory                           of commands/tree-inventory (grammar:
 *                                       collector/gather/inventory.h)
 *     tree @directory [@owner]          a Campaign directory, its account
 *     kept @directory                   a saved tree beside it (NAME.back)
 *     binary @file [@bits(32|64)]       nlserver
 *     service @file                     init script or unit
 *     marker @file                      unicodeenv
 *     var @directory @tree @basis(default|XTK_VAR_DIR)
 *     space @directory @free-mib        only of a server seen live
 *     folder @what [@instance] @directory @state(whole|part|absent|denied)
 *            [@files @bytes @oldest @newest]
 *                                       what: tree, var, customers, redir-url,
 *                                       redir-log, postupgrade, console, beside
 *     upgrade @instance @file [@build] [@changed]
 *             [@warnings @errors] [@conflicts]
 *                                       a log of postupgrade, oldest first;
 *                                       warnings, errors: of its summary
 *     console @file [@version]          setup-client program
 *   logs @files @lines                  what the lines of logs say that are of
 *                                       the grammar (collector/log/logline.h),
 *                                       added up: each with @count, @first and
 *                                       @last (when), at the newest line.
 *                                       instance: of the folder, or the one
 *                                       that the line names; run: of the
 *                                       instance's logs of upgrades that speak
 *                                       of such things, last or earlier
 *     banner @wording [@name @version @build]
 *                                       what a process says when it starts
 *     start @module [@instance]
 *     pool [@instance @source @engine @server @login]
 *                                       connections to a database; source
 *                                       "default" is the instance's own
 *     hit @code [@schema @id @expression @instance @run]
 *                                       what the upgrade found in an entity,
 *                                       code PU-0001 to PU-0008
 *     call @address [@instance @run]    an address that JavaScript called and
 *                                       that is on no list (JST-310027)
 *     error [@code @returned @phrase @instance @run]
 *                                       a code in a line; phrase: words around
 *                                       it that are known
 *     update @file @warnings @errors [@conflicts @build @instance @run]
 *                                       the last summary of an upgrade's log
 *     conflict [@schema @id @instance @run]
 *   database @engine @interface [@other-script(older|newer)] [@way]
 *            [@verified(true|false)] [@names(damaged)]
 *                                       what a database answered (queries and
 *                                       columns: collector/gather/sql); one per
 *                                       bundle.  verified: the script was run
 *                                       against real servers; names: letters
 *                                       outside ASCII did not survive
 *     query @name @status [@reason]     each query that is known here; status
 *                                       ok, absent (no such table there),
 *                                       denied, timeout, failed, malformed, or
 *                                       missing: nobody asked
 *     server [@product @version @banner @bits @platform @edition @database
 *            @account @schema]
 *     setting @name @value
 *     zone @name @value
 *     time-zone-names @count
 *     time-zone-file @file @version
 *     size @bytes
 *     tablespace @name [@default @bytes]
 *     extension @name [@version @schema]
 *     privilege @name @held(yes|no)
 *     workflow-state, delivery-state    @state @status|@mode @count
 *     delivery-parts, offer-views @count
 *     delivery-mapping                  names of the schemas of logs
 *     external-account [@name @label @active @type @server @port @provider
 *            @database @schema @unicode]  500 at most
 *     code-hit @table @key [@name @label] @expression @count [@context]
 *                                       500 at most of workflows, of entities
 *     option @name @value|@empty        those that rules read (the table in
 *                                       conclude_database.c); of secrets only
 *                                       whether they are empty
 *     folder @name @fate(obsolete|new) @count [@full-name @children]
 *                                       those of 5.11 that the migration takes
 *                                       apart or makes; count 0: not there
 *     operator [@name @disabled @groups]
 *                                       those in no group, admin and mid; 500
 *     entities @count @changed-schemas [@newest]
 *     objects [@tables @columns @indexes @triggers @sequences @routines
 *             @workflows @folders @operators @views @recipient-views
 *             @date-time-views @longest-index @longest]
 *                                       how many; each only if it is known
 *     drift @tables @drifted @undecided over the tables with a column of date
 *                                       and time
 *     table @name @physical [@kind @rows @bytes @index-bytes @tablespace]
 *           [@placed(default|elsewhere) @elsewhere] [@columns @date-times
 *           @indexes @attached] [@schema @lacks @undeclared-columns
 *           @undeclared-indexes @undecided]
 *                                       those that rules read, the ten largest,
 *                                       and 200 with drift.  placed: beside the
 *                                       default; elsewhere: it and its indexes
 *                                       that are not there; schema: what
 *                                       declares it; lacks: why that is not
 *                                       whole; undecided: columns and indexes
 *                                       of which therefore nothing is known
 *       column @name [@type @kind] @declared(no|undecided) [@ddl]
 *                                       100 at most; sSourceId always, with
 *                                       @indexed(yes|no)
 *       index @name [@unique @primary @columns @tablespace @placed @declared
 *             @ddl]                     undeclared or elsewhere, 100 at most
 *       attached @name @kind [@privilege]  what no schema declares: trigger,
 *                                       constraint, foreign-key, partition,
 *                                       publication, grant
 *     view @name @schema @kind @recipient(yes|no) @date-time(yes|no) [@exposed]
 *          [@basis(column|object|text)] @ddl @drop
 *                                       those that read NmsRecipient or a
 *                                       column of date and time, 500 at most
 *     sequence @name @current @used     hundredths of 2^31: from 50 on, below
 *                                       zero, and those of Campaign by name
 *     key-range @table @column @minimum @used
 *   product [@name] @version @build     version 5.11|6.02|6.1|7|…: absent when
 *           [@wording] [@basis]         not established; wording = banner;
 *                                       basis: what tells, if no command did
 *   process @module @instance @pid @memory-mb   of `nlserver pdump`
 *   no-process                          pdump ran and listed none
 *   not-running @module @instance       of `nlserver monitor -missing`
 *   module @name @instance @auto-start(true|false) @declared(true|false)
 *          [@parked(true)] [@running(true|false)]
 *                                       web, syslogd, trackinglogd, watchdog
 *                                       with instance "default"; mta, wfserver,
 *                                       inMail, sms, stat, … per instance.
 *                                       declared false: no element names it,
 *                                       the documented default holds.  running
 *                                       only if pdump was read.  auto-start is
 *                                       absent while a file that could set it
 *                                       was not read.  watchdog, interactiond
 *                                       and the like only if declared
 *   settings @complete(true|false)      effective host-wide configuration:
 *     shared/… web/… securityZone/…     serverConf.xml overlaid by
 *                                       config-default.xml, in the vendor's own
 *                                       element and attribute names and their
 *                                       canonical letter case (how the files
 *                                       are laid over each other: settings.h).
 *                                       Text of an element: a child `line` for
 *                                       each line, with its place, so
 *                                       web/jsp/classpath/line
 *   instance @name                      one per config-NAME.xml
 *     database-connection @engine [@provider @server @host @port @account
 *          @database @encrypted @key    engine postgresql|oracle|sqlserver|
 *          @basis(log)]                 mysql|db2|unknown; key is equal for two
 *                                       connections to the same database, and
 *                                       absent where nothing names one; basis
 *                                       log: a log tells what the settings
 *                                       could not
 *     settings @complete                effective: host-wide settings overlaid
 *                                       by the instance file
 *   parked @module @instance            each `_autoStart` attribute
 *   old-path @setting                   a setting in force that names a folder
 *                                       which the migration takes away, each
 *                                       place once; setting: an attribute, or
 *                                       the element of a line.  1,000 at most
 *   reference @host @what [@port]       another server named by this one; what:
 *             [@known-as]               spareServer, relay, statServerAddress,
 *                                       dbcnx, mailExchanger, mtaRelay; never
 *                                       localhost, never itself; known-as: what
 *                                       this server's file of hosts calls it
 *                                       besides, a blank between two
 *   role @name @basis                   added by the estate
 *   gap @entry @reason [@line]          entry "manifest.xml": no entry is there
 */
#ifndef ACC_SNAPSHOT_H
#define ACC_SNAPSHOT_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "fact.h"
#include "failure.h"
#include "manifest.h"
#include "shelf.h"

enum {
    SNAPSHOT_GAPS = 2000, /* that are listed of what was not collected, and of
                             what could not be read; others are counted */
    SNAPSHOT_GAPS_BYTES = 1 << 20 /* of what these lists say */
};

struct source_line {
    const char *entry;
    uint32_t line;
    const char *text; /* trimmed, at most 240 bytes, valid UTF-8 */
};

struct snapshot {
    struct arena arena; /* owns everything below, but … */
    struct shelf shelf; /* … settings, and the lines with their text */
    const char *file;   /* the bundle's file name, as given */
    char sha256[65];
    struct manifest manifest;
    bool complete;     /* every entry collected or absent by nature */
    struct fact *host; /* the root of the facts */
    struct {           /* lines that facts point at, sorted by entry, line */
        struct source_line *items;
        size_t count;
    } lines;
};

/*
 * Reads the bundle at PATH.  Returns NULL with the reason for which the bundle
 * is rejected; nothing of it counts then.  SHA256 becomes the digest of the
 * file, also of a rejected one; empty if it could not be read.
 */
struct snapshot *snapshot_read(const char *path, char sha256[65],
                               struct failure *why);

/* The same for one that somebody has opened, and closes: FILE, of SIZE bytes.
 */
struct snapshot *snapshot_read_file(const char *path, FILE *file, uint64_t size,
                                    char sha256[65], struct failure *why);

/* Nobody looks at its settings and lines for a while. */
void snapshot_rest(const struct snapshot *snapshot);
void snapshot_release(struct snapshot *snapshot);

/* A line that a fact points at, or NULL. */
const struct source_line *snapshot_line(const struct snapshot *snapshot,
                                        const char *entry, uint32_t line);

#endif
