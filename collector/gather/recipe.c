#include "recipe.h"

#include <string.h>

#include "span.h"

const char *const RECIPE_TREES[] = {
    "/usr/local/neolane/nl5",
    "/usr/local/neolane/nl6",
    "/C/Program Files*/Neolane/Neolane v5",
    "/C/Program Files*/Neolane/Neolane v6",
    "/C/Program Files*/Neolane v5",
    "/C/Program Files*/Neolane v6",
    "/C/Program Files*/Adobe/Adobe Campaign v6",
    "/C/Program Files*/Adobe Campaign/Adobe Campaign v6",
    "/C/Program Files*/Adobe Campaign v6",
    NULL};

const char *const RECIPE_PROOFS[] = {"conf/serverConf.xml",
                                     "conf/config-default.xml", "bin/nlserver",
                                     "bin/nlserver.exe", NULL};

#define TREE RECIPE_TREE
#define SHIPPED RECIPE_SHIPPED
#define VAR RECIPE_VAR
#define HOME RECIPE_HOME
#define ROOT RECIPE_ROOT
#define XML REDACT_XML
#define SHELL REDACT_SHELL
#define APACHE REDACT_APACHE
#define TEXT REDACT_TEXT
#define LOG REDACT_LOG
#define SILENT ABSENCE_SILENT
#define NOTED ABSENCE_NOTED
#define MATTERS ABSENCE_MATTERS
#define WHOLE DEPTH_WHOLE
#define BEGIN DEPTH_BEGIN
#define NAME DEPTH_NAME
#define BELOW DEPTH_BELOW

/* clang-format off: a table is read in columns */
const struct recipe RECIPE[] = {
    /* where  path                                  redacted absent   why */
    {TREE, "conf/serverConf.xml", XML, MATTERS,
     "host-wide settings of Campaign"},
    {TREE, "conf/serverConf.xml.diff", XML, NOTED,
     "how serverConf.xml differs from the shipped one"},
    {TREE, "conf/config-default.xml", XML, MATTERS,
     "modules that serve all instances"},
    {TREE, "conf/config-*.xml", XML, SILENT, "settings of one instance"},
    {SHIPPED, "conf/serverConf.xml.sample", XML, SILENT,
     "what serverConf.xml was made of"},
    {SHIPPED, "conf/*/serverConf.xml.sample", XML, SILENT,
     "what serverConf.xml was made of, in a language"},
    {SHIPPED, "conf/models/*.xml", XML, SILENT,
     "what config-default.xml and instance files were made of"},
    {TREE, "conf/apache_neolane.conf", APACHE, SILENT,
     "what Campaign adds to Apache"},
    {TREE, "tomcat-*/conf/apache_neolane.conf", APACHE, SILENT,
     "what Campaign adds to Apache"},
    {TREE, "customer.sh", SHELL, NOTED, "environment set by the customer"},
    {TREE, "env.sh", SHELL, NOTED, "environment of Campaign"},
    {VAR, "*/log/*.log", LOG, SILENT,
     "versions, databases and errors of the past"},
    {VAR, "*/postupgrade/*.log", LOG, SILENT, "what updates have found"},
    {HOME, ".bashrc", SHELL, SILENT,
     "which Campaign the service account logs in to"},
    {HOME, ".bash_profile", SHELL, SILENT,
     "which Campaign the service account logs in to"},

    {ROOT, "/etc/os-release", SHELL, NOTED, "which system this is"},
    {ROOT, "/etc/debian_version", TEXT, SILENT, "which Debian this is"},
    {ROOT, "/etc/redhat-release", TEXT, SILENT, "which Red Hat this is"},
    {ROOT, "/etc/hosts", TEXT, NOTED, "other names of the servers"},
    {ROOT, "/etc/selinux/config", SHELL, SILENT, "whether SELinux is enforced"},

    {ROOT, "/etc/apache2/apache2.conf", APACHE, SILENT,
     "configuration of Apache"},
    {ROOT, "/etc/apache2/envvars", SHELL, SILENT, "environment of Apache"},
    {ROOT, "/etc/apache2/ports.conf", APACHE, SILENT,
     "configuration of Apache"},
    {ROOT, "/etc/apache2/mods-enabled/*", APACHE, SILENT,
     "modules that Apache loads"},
    {ROOT, "/etc/apache2/conf-enabled/*", APACHE, SILENT,
     "configuration of Apache"},
    {ROOT, "/etc/apache2/sites-enabled/*", APACHE, SILENT,
     "sites that Apache serves"},
    {ROOT, "/etc/apache2/mods-available/nlsrv.*", APACHE, SILENT,
     "Campaign's module for Apache"},
    {ROOT, "/etc/apache2/mods-available/zz-nlsrv.*", APACHE, SILENT,
     "Campaign's module for Apache"},
    {ROOT, "/etc/apache2/mods-available/alias.conf", APACHE, SILENT,
     "aliases that Campaign asks to change"},
    {ROOT, "/etc/httpd/conf/httpd.conf", APACHE, SILENT,
     "configuration of Apache"},
    {ROOT, "/etc/httpd/conf.d/*.conf", APACHE, SILENT,
     "configuration of Apache"},
    {ROOT, "/etc/httpd/conf.modules.d/*.conf", APACHE, SILENT,
     "modules that Apache loads"},
    {ROOT, "/etc/sysconfig/httpd", SHELL, SILENT, "environment of Apache"},
    {ROOT, "/etc/systemd/system/httpd.service", SHELL, SILENT,
     "environment of Apache"},
    {ROOT, "/usr/local/apache2/bin/envvars", SHELL, SILENT,
     "environment of Apache"},
    {ROOT, "/usr/local/apache2/conf/*.conf", APACHE, SILENT,
     "configuration of Apache"},

    {ROOT, "/C/Windows/System32/inetsrv/config/applicationHost.config", XML,
     SILENT, "sites and modules of IIS"},
    {ROOT, "/C/Windows/System32/drivers/etc/hosts", TEXT, SILENT,
     "other names of the servers"},
    {ROOT, NULL, TEXT, SILENT, NULL}};

const struct recipe_command RECIPE_COMMANDS[] = {
    /* name            as a person types it   tree   only on   why   shell */
    {"nlserver-pdump", "nlserver pdump", true, NULL,
     "version of Campaign and the modules that run", NULL},
    {"nlserver-monitor-missing", "nlserver monitor -missing", true, NULL,
     "modules that should run and do not", NULL},
    /* Without the option Java leaves a file in /tmp. */
    {"java-version", "java -version", false, NULL, "which Java is installed",
     "java -XX:-UsePerfData -version"},
    {"apache-version", "apache2 -v", false, NULL, "which Apache is installed",
     "apache2 -v || httpd -v"},
    {"packages", "rpm -qa", false, "linux", "installed packages",
     "rpm -qa --qf '%{NAME}\\t%{VERSION}-%{RELEASE}\\t%{ARCH}\\n'"},
    {"windows-version",
     "reg query \"HKLM\\SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion\" /v "
     "ProductName",
     false, "windows", "which Windows this is", NULL},
    {"windows-environment",
     "reg query \"HKLM\\SYSTEM\\CurrentControlSet\\Control\\Session "
     "Manager\\Environment\"",
     false, "windows", "variables that Campaign reads, of the whole system",
     NULL},
    {"iis-sites", "%windir%\\system32\\inetsrv\\appcmd list site", false,
     "windows", "sites of IIS and their bindings", NULL},
    {"tree-inventory", "tree-inventory", true, NULL,
     "sizes, counts and dates of what Campaign holds", NULL},
    {NULL, NULL, false, NULL, NULL, NULL}};

const struct recipe_beside RECIPE_BESIDE[] = {
    /* where  path                depth        why */
    {ROOT, "/etc/hostname", WHOLE, "the name of this server"},
    {ROOT, "/etc/sysconfig/network", WHOLE, "its name on an old Red Hat"},
    {ROOT, "/etc/machine-id", WHOLE, "which server this is"},
    {ROOT, "/etc/passwd", WHOLE, "names and homes of accounts"},
    {ROOT, "/etc/group", WHOLE, "who may read what"},
    {ROOT, "/var/lib/dpkg/status", WHOLE, "installed packages"},
    {ROOT, "/etc/init.d/nlserver5", NAME, "a service of Campaign"},
    {ROOT, "/etc/init.d/nlserver6", NAME, "a service of Campaign"},
    {ROOT, "/etc/systemd/system/nlserver.service", NAME,
     "a service of Campaign"},
    {ROOT, "/usr/lib/systemd/system/nlserver.service", NAME,
     "a service of Campaign"},
    {ROOT, "/lib/systemd/system/nlserver.service", NAME,
     "a service of Campaign"},
    {TREE, "", BELOW, "counts, sizes and dates"},
    {TREE, "customers", BELOW, "counts, sizes and dates"},
    {TREE, "datakit/nl/eng/jsp", BELOW, "programs of the console"},
    {TREE, "../*.back", NAME, "copies of the Campaign directory"},
    {TREE, "bin/nlserver", BEGIN, "32 or 64 bits"},
    {TREE, "bin/nlserver.exe", BEGIN, "32 or 64 bits"},
    {VAR, "", BELOW, "counts, sizes and dates"},
    {VAR, "*/redir/url", BELOW, "counts, sizes and dates"},
    {VAR, "*/redir/log", BELOW, "counts, sizes and dates"},
    {VAR, "*/postupgrade", BELOW, "what updates have left"},
    {ROOT, NULL, WHOLE, NULL}};
/* clang-format on */

const char *const RECIPE_VARIABLES[] = {"XTK_VAR_DIR", "PROCESSOR_ARCHITECTURE",
                                        "OOO_INSTALL_DIR",
                                        "OOO_BASIS_INSTALL_DIR", NULL};

/* Where links of the recipe's folders lead on an ordinary server. */
const char *const RECIPE_FOLLOWED[] = {"/etc/apache2/",
                                       "/etc/httpd/",
                                       "/usr/local/apache2/conf/",
                                       "/usr/lib/os-release",
                                       "/etc/centos-release",
                                       "/etc/redhat-release",
                                       "/etc/os-release",
                                       "/usr/lib/systemd/system/httpd.service",
                                       NULL};

/* Where a system keeps what is its own, and nobody an application's files. */
const char *const RECIPE_SYSTEM[] = {
    "/bin/", "/boot/", "/dev/", "/etc/", "/lib",      "/proc/",      "/root/",
    "/run/", "/sbin/", "/sys/", "/usr/", "/var/lib/", "/var/spool/", NULL};

/* The ending of a file's name, its dot included; a name that begins with one
 * is an ending itself. */
static const char *
ending_of(const char *path)
{
    const char *name = strrchr(path, '/'), *dot;

    name = name == NULL ? path : name + 1;
    dot = strrchr(name, '.');
    return dot == NULL ? name : dot;
}

bool
recipe_shares(const char *path, const char *name)
{
    const char *last = strrchr(path, '/'), *each;

    if (strncmp(path, "/usr/local/", 11) != 0)
        for (size_t i = 0; RECIPE_SYSTEM[i] != NULL; i++)
            if (strncmp(path, RECIPE_SYSTEM[i], strlen(RECIPE_SYSTEM[i])) == 0)
                return false;
    for (each = strstr(path, "/."); each != NULL; each = strstr(each + 1, "/."))
        if (each != last || *name != '.')
            return false;
    return last != NULL && strcmp(ending_of(path), ending_of(name)) == 0;
}

bool
recipe_follows(const char *path, const char *const *trees, size_t count)
{
    size_t i, len;

    for (i = 0; RECIPE_FOLLOWED[i] != NULL; i++) {
        len = strlen(RECIPE_FOLLOWED[i]);
        if (strncmp(path, RECIPE_FOLLOWED[i], len) == 0 &&
            (RECIPE_FOLLOWED[i][len - 1] == '/' || path[len] == '\0'))
            return true;
    }
    for (i = 0; i < count; i++) {
        struct span rest = span_of(path);

        if (span_skip(&rest, trees[i]) && rest.len > 0 && rest.at[0] == '/')
            return true;
    }
    return false;
}

bool
recipe_fits(const char *pattern, const char *name)
{
    const char *star = NULL, *resume = NULL;

    if (*name == '.' && *pattern != '.')
        return false;
    while (*name != '\0') {
        if (*pattern == '*') {
            star = pattern++;
            resume = name;
        } else if (*pattern != '\0' && (*pattern == '?' || *pattern == *name)) {
            pattern++;
            name++;
        } else if (star != NULL) {
            pattern = star + 1;
            name = ++resume;
        } else {
            return false;
        }
    }
    while (*pattern == '*')
        pattern++;
    return *pattern == '\0';
}
