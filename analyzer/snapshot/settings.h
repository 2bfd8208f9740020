/*
 * Effective settings: configuration files laid over each other.
 *
 * The order is serverConf.xml, config-default.xml, config-NAME.xml; the last
 * one that has a value gives it.  Names are compared without letter case.
 *
 *   - Attributes: the upper file's value takes the place of the lower one's,
 *     also an empty one.  A value keeps the place where it was read.
 *   - Elements: an upper element lies over the lower one of the same name and
 *     the same key: @name, or @id of spareServer, @logical of mapping, @address
 *     of IP.  A dataSource without a name is the one named "default".  An
 *     element without a key lies over the first one without a key.  Its place
 *     is that in the uppermost file that has it.
 *   - Rows: each `url` of relay and urlPermission stands for itself; the upper
 *     file's come after the lower one's.
 *   - Text: the upper file's lines take the place of the lower one's.
 */
#ifndef ACC_SETTINGS_H
#define ACC_SETTINGS_H

#include "evidence.h"

/* Lays the content of UPPER over SETTINGS, in ARENA; SCRATCH is for what is
 * needed meanwhile. */
void settings_overlay(struct arena *arena, struct arena *scratch,
                      struct fact *settings, const struct fact *upper);

/* The key of ELEMENT, "" if it has none; NULL: it is a row, or a line. */
const char *settings_key(const struct fact *element);

/* The order of elements by kind, in any letter case, and key. */
int settings_order(const char *kind, const char *key, const char *other_kind,
                   const char *other_key);

/* The value of attribute NAME in any letter case, or NULL. */
const struct fact_value *settings_value(const struct fact *element,
                                        const char *name);

/* database-connection of INSTANCE, from its effective settings. */
void settings_database(struct evidence *evidence, struct fact *instance,
                       const struct fact *settings);

/* reference: the servers that SETTINGS name. */
void settings_references(struct evidence *evidence,
                         const struct fact *settings);

/* old-path: what ELEMENT and all below it say of folders that the migration
 * takes away; only what stands in ENTRY, if not NULL. */
void settings_old_paths(struct evidence *evidence, const struct fact *element,
                        const char *entry);

#endif
