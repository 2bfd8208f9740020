#include "parsers.h"

#include <string.h>

/* The first pattern that fits counts. */
const struct parser PARSERS[] = {
    {"files/**/conf/serverConf.xml", parse_configuration, "serverConf", true,
     "host-wide settings"},
    {"files/**/conf/config-default.xml", parse_configuration, "config-default",
     true, "which modules that serve all instances start"},
    {"files/**/conf/config-*.xml", parse_configuration, "config-instance",
     false, "settings of one instance"},
    {"files/**/conf/serverConf.xml.sample", parse_shipped, "serverConf-sample",
     false, "what serverConf.xml was made of"},
    {"files/**/conf/*/serverConf.xml.sample", parse_shipped,
     "serverConf-sample", false, "what serverConf.xml was made of"},
    {"files/**/conf/models/config-default.xml", parse_shipped,
     "config-default-model", false, "what config-default.xml was made of"},
    {"files/**/conf/models/config-*.xml", parse_shipped, "config-model", false,
     "what instance files were made of"},
    {"commands/nlserver-pdump", parse_pdump, "pdump", true,
     "version, build and running processes"},
    {"commands/nlserver-monitor-missing", parse_missing, "monitor-missing",
     false, "processes that should run and do not"},
    {"commands/packages", parse_packages, "packages", true,
     "installed packages that rules ask for"},
    {"commands/java-version", parse_java, "java-version", false,
     "the Java that web servers run on"},
    {"commands/apache-version", parse_apache_version, "apache-version", false,
     "the web server's version"},
    {"commands/tree-inventory", parse_inventory, "tree-inventory", false,
     "sizes, counts and dates of what Campaign holds"},
    {"files/**/log/*.log", parse_log, "log", false,
     "starts, builds, connections and errors with codes"},
    {"files/**/postupgrade/*.log", parse_log, "postupgrade", false,
     "what an upgrade found and how it ended"},
    {"files/etc/os-release", parse_os_release, "os-release", false,
     "which system this is"},
    {"files/usr/lib/os-release", parse_os_release, "os-release", false,
     "which system this is"},
    {"files/etc/debian_version", parse_debian_version, "debian-version", false,
     "the point release of Debian"},
    {"files/etc/redhat-release", parse_redhat_release, "redhat-release", false,
     "the release of Red Hat and its kin"},
    {"files/etc/hosts", parse_hosts, "hosts", false,
     "names that the server knows without asking"},
    {"files/C/Windows/System32/drivers/etc/hosts", parse_hosts, "hosts", false,
     "names that the server knows without asking"},
    {"files/**/conf/serverConf.xml.diff", parse_settings_diff, "settings-diff",
     false, "how serverConf.xml differs from the shipped file"},
    {"files/etc/selinux/config", parse_selinux, "selinux", false,
     "whether SELinux is enforced"},
    {"commands/windows-version", parse_windows_version, "windows-version", true,
     "which Windows this is"},
    {"commands/windows-environment", parse_windows_environment,
     "windows-environment", false, "variables that Windows sets for everyone"},
    {"files/C/Windows/System32/inetsrv/config/applicationHost.config",
     parse_iis, "iis", false, "sites and modules of IIS"},
    {"commands/iis-sites", parse_iis_sites, "iis-sites", false,
     "sites of IIS and their bindings"},
    {"files/**/customer.sh", parse_shell, "customer.sh", false,
     "environment that the site sets"},
    {"files/**/env.sh", parse_shell, "env.sh", false,
     "environment that Campaign sets"},
    {"files/**/.bashrc", parse_login, "login-script", false,
     "which Campaign the service account logs in to"},
    {"files/**/.bash_profile", parse_login, "login-script", false,
     "which Campaign the service account logs in to"},
    {"files/etc/apache2/envvars", parse_apache, "apache", false,
     "environment of the web server"},
    {"files/etc/sysconfig/httpd", parse_apache, "apache", false,
     "environment of the web server"},
    {"files/etc/systemd/system/httpd.service", parse_apache, "apache", false,
     "environment of the web server"},
    {"files/etc/apache2/**.conf", parse_apache, "apache", false,
     "configuration of the web server"},
    {"files/etc/apache2/**.load", parse_apache, "apache", false,
     "modules of the web server"},
    {"files/etc/httpd/**.conf", parse_apache, "apache", false,
     "configuration of the web server"},
    {"files/usr/local/apache2/bin/envvars", parse_apache, "apache", false,
     "environment of the web server"},
    {"files/usr/local/apache2/conf/**.conf", parse_apache, "apache", false,
     "configuration of the web server"},
    {"db/*.csv", parse_database, "database", false,
     "what the database answered"},
    {NULL, NULL, NULL, false, NULL},
};

/* Patterns have at most two stars that can be far apart. */
static bool
fits(const char *pattern, const char *path)
{
    bool deep;

    for (; *pattern != '*'; pattern++, path++) {
        if (*pattern != *path)
            return false;
        if (*pattern == '\0')
            return true;
    }
    deep = pattern[1] == '*';
    pattern += deep ? 2 : 1;
    for (;; path++) {
        if (fits(pattern, path))
            return true;
        if (*path == '\0' || (*path == '/' && !deep))
            return false;
    }
}

/* Can PATH of LEN bytes fit: does it end as the pattern does behind its last
 * star?  Of a long path that fits nothing no more is looked at. */
static bool
ends_so(const char *pattern, const char *path, size_t len)
{
    const char *star = strrchr(pattern, '*');
    const char *end = star == NULL ? pattern : star + 1;

    return strlen(end) <= len && strcmp(path + len - strlen(end), end) == 0;
}

const struct parser *
parser_of(const char *path)
{
    const struct parser *parser;
    size_t len = strlen(path);

    for (parser = PARSERS; parser->pattern != NULL; parser++)
        if (ends_so(parser->pattern, path, len) && fits(parser->pattern, path))
            return parser;
    return NULL;
}
