#include "db_message.h"

const char *
db_status_word(enum db_status status)
{
    static const char *const words[] = {"ok", "skipped-absent", "denied",
                                        "timeout", "failed"};

    return words[status];
}

/*
 * What a client's message means.  The first words found in a line count.
 * psql is told to print the SQLSTATE, so that a server that speaks another
 * language is understood.  The codes are those of the engines' manuals.
 */
static const struct message {
    const char *words;
    enum db_status means;
} MESSAGES[] = {
    /* PostgreSQL */
    {":  42P01:", DB_ABSENT},
    {":  42501:", DB_DENIED},
    {":  57014:", DB_TIMEOUT},
    {":  55P03:", DB_TIMEOUT},
    {":  28P01:", DB_DENIED},
    {":  28000:", DB_DENIED},
    {"password authentication failed", DB_DENIED},
    {"no password supplied", DB_DENIED},
    {"no pg_hba.conf entry", DB_DENIED},
    {"FATAL:  role ", DB_DENIED},
    {"permission denied", DB_DENIED},
    {"statement timeout", DB_TIMEOUT},
    {"lock timeout", DB_TIMEOUT},
    {"timeout expired", DB_TIMEOUT},
    {"ERROR:  relation", DB_ABSENT},
    /* Oracle */
    {"ORA-00942", DB_ABSENT},
    {"ORA-01031", DB_DENIED},
    {"ORA-01017", DB_DENIED},
    {"ORA-01045", DB_DENIED},
    {"ORA-28000", DB_DENIED},
    {"ORA-28001", DB_DENIED},
    {"ORA-01013", DB_TIMEOUT},
    {"ORA-00054", DB_TIMEOUT},
    {"ORA-02396", DB_TIMEOUT},
    {"ORA-04021", DB_TIMEOUT},
    {"ORA-", DB_FAILED},
    {"SP2-", DB_FAILED},
    /* SQL Server */
    {"Msg 208,", DB_ABSENT},
    {"Msg 229,", DB_DENIED},
    {"Msg 230,", DB_DENIED},
    {"Msg 262,", DB_DENIED},
    {"Msg 297,", DB_DENIED},
    {"Msg 300,", DB_DENIED},
    {"Msg 916,", DB_DENIED},
    {"Msg 18456,", DB_DENIED},
    {"Login failed", DB_DENIED},
    {"Msg 1222,", DB_TIMEOUT},
    {"Timeout expired", DB_TIMEOUT},
    {"Msg ", DB_FAILED},
    {"Sqlcmd: Error", DB_FAILED},
    /* MySQL, MariaDB */
    {"ERROR 1146 ", DB_ABSENT},
    {"ERROR 1109 ", DB_ABSENT},
    {"ERROR 1044 ", DB_DENIED},
    {"ERROR 1045 ", DB_DENIED},
    {"ERROR 1142 ", DB_DENIED},
    {"ERROR 1143 ", DB_DENIED},
    {"ERROR 1227 ", DB_DENIED},
    {"ERROR 1370 ", DB_DENIED},
    {"ERROR 1698 ", DB_DENIED},
    {"ERROR 1205 ", DB_TIMEOUT},
    {"ERROR 1317 ", DB_TIMEOUT},
    {"ERROR 1969 ", DB_TIMEOUT},
    {"ERROR 3024 ", DB_TIMEOUT},
    {"ERROR ", DB_FAILED},
    /* DB2 */
    {"SQL0204N", DB_ABSENT},
    {"SQL0551N", DB_DENIED},
    {"SQL0552N", DB_DENIED},
    {"SQL1060N", DB_DENIED},
    {"SQL30082N", DB_DENIED},
    {"SQL0911N", DB_TIMEOUT},
    {"SQL0913N", DB_TIMEOUT},
    {"SQL0952N", DB_TIMEOUT},
    /* the client itself */
    {"ERROR:", DB_FAILED},
    {"FATAL:", DB_FAILED},
    {"error:", DB_FAILED},
    {"could not connect", DB_FAILED},
    {"connection to server was lost", DB_FAILED},
    {"server closed the connection", DB_FAILED}};

/* DB2's others: SQL, digits, N. */
static bool
message_of_db2(struct span line)
{
    ptrdiff_t at = span_find(line, "SQL");
    size_t i;

    if (at < 0)
        return false;
    for (i = (size_t)at + 3; i < line.len && ascii_digit(line.at[i]); i++)
        ;
    return i >= (size_t)at + 7 && i < line.len && line.at[i] == 'N';
}

/*
 * "psql:FILE:12: FEHLER:  22012: …", the severity in the server's language;
 * SQLSTATEs of the classes 00 to 02 are no errors (notices, warnings).
 */
static bool
message_of_psql(struct span line)
{
    return span_skip(&line, "psql:") && span_find(line, ":  00") < 0 &&
           span_find(line, ":  01") < 0 && span_find(line, ":  02") < 0;
}

/* SQL*Plus says what is wrong in the line behind these. */
static bool
message_is_title(struct span line)
{
    return span_is(line, "ERROR:") || span_skip(&line, "ERROR at line ");
}

bool
db_message_means(struct span line, enum db_status *means)
{
    size_t i;

    if (message_is_title(line))
        return false;
    for (i = 0; i < sizeof MESSAGES / sizeof *MESSAGES; i++)
        if (span_find(line, MESSAGES[i].words) >= 0) {
            *means = MESSAGES[i].means;
            return true;
        }
    *means = DB_FAILED;
    return message_of_db2(line) || message_of_psql(line);
}
