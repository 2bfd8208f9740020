#include "settings.h"

#include <stdlib.h>
#include <string.h>

#include "conclude.h"
#include "settings_names.h"

/* Elements with another key than @name; NULL: rows, never laid over. */
static const struct {
    const char *kind, *key, *otherwise;
} KEYS[] = {
    {"url", NULL, NULL},         {"line", NULL, NULL},
    {"spareServer", "id", NULL}, {"mapping", "logical", NULL},
    {"IP", "address", NULL},     {"dataSource", "name", "default"},
};

/* The lower elements by name and key, so that one is found at once however many
 * there are and whatever they are called. */
struct slots {
    struct slot {
        struct fact *element;
        const char *key;
        size_t number; /* in their order */
    } * items;
    size_t count;
};

const char *
settings_key(const struct fact *element)
{
    const char *key = "name";
    const char *otherwise = NULL;
    const struct fact_value *value;

    for (size_t i = 0; i < sizeof KEYS / sizeof *KEYS; i++)
        if (strcmp(element->kind, KEYS[i].kind) == 0) {
            key = KEYS[i].key;
            otherwise = KEYS[i].otherwise;
        }
    if (key == NULL)
        return NULL;
    value = settings_value(element, key);
    if (value != NULL && *value->value != '\0')
        return value->value;
    return otherwise != NULL ? otherwise : "";
}

const struct fact_value *
settings_value(const struct fact *element, const char *name)
{
    const struct fact_value *value;

    if (element == NULL)
        return NULL;
    for (value = element->values; value != NULL; value = value->next)
        if (text_is_fold(value->name, name))
            return value;
    return NULL;
}

int
settings_order(const char *kind, const char *key, const char *other_kind,
               const char *other_key)
{
    int order = text_order_fold(kind, other_kind);

    return order != 0 ? order : strcmp(key, other_key);
}

static int
slot_order(const void *a, const void *b)
{
    const struct slot *left = a;
    const struct slot *right = b;
    int order = settings_order(left->element->kind, left->key,
                               right->element->kind, right->key);

    return order != 0 ? order
                      : (left->number > right->number) -
                            (left->number < right->number);
}

/* The first element of KIND and KEY in SLOTS, or NULL. */
static struct fact *
slots_find(const struct slots *slots, const char *kind, const char *key)
{
    size_t low = 0;
    size_t high = slots->count;

    while (low < high) {
        const struct slot *slot = &slots->items[low + (high - low) / 2];

        if (settings_order(slot->element->kind, slot->key, kind, key) < 0)
            low = (size_t)(slot - slots->items) + 1;
        else
            high = (size_t)(slot - slots->items);
    }
    return low < slots->count &&
                   settings_order(slots->items[low].element->kind,
                                  slots->items[low].key, kind, key) == 0
               ? slots->items[low].element
               : NULL;
}

static void
slots_init(struct arena *scratch, struct slots *slots,
           const struct fact *settings)
{
    struct fact *child;
    size_t count = 0;

    for (child = settings->children; child != NULL; child = child->next)
        count++;
    slots->count = 0;
    slots->items = arena_alloc(scratch, (count + 1) * sizeof *slots->items);
    for (child = settings->children; child != NULL; child = child->next) {
        const char *key = settings_key(child);

        if (key != NULL)
            slots->items[slots->count] =
                (struct slot){child, key, slots->count};
        slots->count += key != NULL;
    }
    qsort(slots->items, slots->count, sizeof *slots->items, slot_order);
}

static void
overlay_values(struct arena *arena, struct arena *scratch,
               struct fact *settings, const struct fact *upper)
{
    struct fact_value **end = &settings->values;
    const struct fact_value *value;
    struct settings_names names;

    settings_names_init(scratch, &names, settings);
    while (*end != NULL)
        end = &(*end)->next;
    for (value = upper->values; value != NULL; value = value->next) {
        struct fact_value *lower = settings_names_find(&names, value->name);

        if (lower == NULL) {
            end = fact_append(arena, end, value->name, value->value, value->at);
        } else {
            lower->value = value->value;
            place_copy(&lower->at, value->at);
        }
    }
}

/* The upper file's text takes the place of the lower one's. */
static void
drop_lines(struct fact *settings)
{
    struct fact **link = &settings->children;
    struct fact *last = NULL;

    while (*link != NULL) {
        if (strcmp((*link)->kind, "line") == 0) {
            *link = (*link)->next;
        } else {
            last = *link;
            link = &last->next;
        }
    }
    settings->last_child = last;
}

void
settings_overlay(struct arena *arena, struct arena *scratch,
                 struct fact *settings, const struct fact *upper)
{
    struct fact *child;
    struct slots slots;

    overlay_values(arena, scratch, settings, upper);
    place_copy(&settings->at, upper->at);
    if (upper->children == NULL)
        return;
    if (fact_child(upper, "line") != NULL)
        drop_lines(settings);
    slots_init(scratch, &slots, settings);
    for (child = upper->children; child != NULL; child = child->next) {
        const char *key = settings_key(child);
        struct fact *lower = NULL;

        if (key != NULL)
            lower = slots_find(&slots, child->kind, key);
        if (lower == NULL) {
            lower = fact_add(arena, settings, child->kind, child->at);
            lower->text = child->text;
        }
        settings_overlay(arena, scratch, lower, child);
    }
}

/* Are the layers above RANK all read?  Else a value seen at RANK may not be
 * the one that holds. */
struct stack {
    const struct layer *layers[3]; /* by rank; NULL: there is none */
};

static bool
read_above(const struct stack *stack, int rank)
{
    for (int i = rank + 1; i < 3; i++)
        if (stack->layers[i] != NULL && stack->layers[i]->root == NULL)
            return false;
    return stack->layers[0] != NULL && stack->layers[1] != NULL;
}

static bool
complete(const struct stack *stack)
{
    return read_above(stack, -1);
}

static int
rank_of(const struct stack *stack, const char *entry)
{
    for (int i = 0; i < 3; i++)
        if (stack->layers[i] != NULL && entry != NULL &&
            strcmp(stack->layers[i]->entry, entry) == 0)
            return i;
    return -1;
}

/* Modules that serve all instances are switched in config-default.xml, the
 * others in each instance's file. */
enum scope { ALL_INSTANCES, ONE_INSTANCE };

static const struct {
    const char *name;
    enum scope scope;
    bool always; /* a fact even if no element names it */
} MODULES[] = {
    {"web", ALL_INSTANCES, true},
    {"syslogd", ALL_INSTANCES, true},
    {"trackinglogd", ALL_INSTANCES, true},
    {"watchdog", ALL_INSTANCES, false},
    {"mta", ONE_INSTANCE, true},
    {"wfserver", ONE_INSTANCE, true},
    {"inMail", ONE_INSTANCE, true},
    {"sms", ONE_INSTANCE, true},
    {"stat", ONE_INSTANCE, true},
    {"interactiond", ONE_INSTANCE, false},
    {"pipelined", ONE_INSTANCE, false},
    {"archiving", ONE_INSTANCE, false},
    {"listProtect", ONE_INSTANCE, false},
};

/* "true" and "1", "false", "0" and empty; NULL for anything else. */
static const char *
truth_of(const char *value)
{
    if (text_is_fold(value, "true") || strcmp(value, "1") == 0)
        return "true";
    if (text_is_fold(value, "false") || strcmp(value, "0") == 0 ||
        *value == '\0')
        return "false";
    return NULL;
}

static int
compare_process(const struct fact *process, const char *module,
                const char *instance)
{
    const char *has = fact_get(process, "instance");

    return settings_order(fact_get(process, "module"),
                          has != NULL ? has : "default", module, instance);
}

static int
process_order(const void *a, const void *b)
{
    const struct fact *left = *(const struct fact *const *)a;
    const struct fact *right = *(const struct fact *const *)b;
    const char *instance = fact_get(right, "instance");
    int order = compare_process(left, fact_get(right, "module"),
                                instance != NULL ? instance : "default");

    return order != 0 ? order
                      : (left->at.line > right->at.line) -
                            (left->at.line < right->at.line);
}

/* The process of a module, the first that was listed; or NULL. */
static const struct fact *
process_of(const struct evidence *evidence, const char *module,
           const char *instance)
{
    size_t low = 0;
    size_t high = evidence->processes.count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (compare_process(evidence->processes.items[middle], module,
                            instance) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low < evidence->processes.count &&
                   compare_process(evidence->processes.items[low], module,
                                   instance) == 0
               ? evidence->processes.items[low]
               : NULL;
}

static void
set_running(struct evidence *evidence, struct fact *module,
            const char *instance)
{
    const struct fact *process;
    struct place at = {"commands/nlserver-pdump", 0};

    if (!evidence->pdump)
        return;
    process = process_of(evidence, fact_get(module, "name"), instance);
    fact_set(evidence->arena, module, "running",
             process != NULL ? "true" : "false",
             process != NULL ? process->at : at);
}

static void
set_auto_start(struct evidence *evidence, struct fact *module,
               const struct fact *element, const struct stack *stack)
{
    const struct fact_value *value = settings_value(element, "autoStart");
    const char *truth;

    if (value == NULL) {
        /* The documented default, where nothing unread could say else. */
        if (complete(stack))
            fact_set(evidence->arena, module, "auto-start", "false",
                     module->at);
        return;
    }
    if (!read_above(stack, rank_of(stack, value->at.entry)))
        return;
    truth = truth_of(value->value);
    if (truth == NULL)
        evidence_gap(evidence, "autoStart is neither true nor false",
                     value->at);
    fact_set(evidence->arena, module, "auto-start", truth, value->at);
}

static void
add_module(struct evidence *evidence, const char *name, const char *instance,
           const struct fact *element, const struct stack *stack)
{
    struct arena *arena = evidence->arena;
    const struct fact_value *parked = settings_value(element, "_autoStart");
    struct fact *module;
    struct place at = {NULL, 0};

    for (int i = 2; i >= 0 && at.entry == NULL; i--)
        if (stack->layers[i] != NULL)
            at.entry = stack->layers[i]->entry;
    module = fact_add(arena, evidence->host, "module",
                      element != NULL ? element->at : at);
    fact_set(arena, module, "name", name, module->at);
    fact_set(arena, module, "instance", instance, module->at);
    set_auto_start(evidence, module, element, stack);
    fact_set(arena, module, "declared", element != NULL ? "true" : "false",
             module->at);
    if (parked != NULL)
        fact_set(arena, module, "parked", "true", parked->at);
    set_running(evidence, module, instance);
}

static void
add_modules(struct evidence *evidence, const struct fact *settings,
            const char *instance, enum scope scope, const struct stack *stack)
{
    for (size_t i = 0; i < sizeof MODULES / sizeof *MODULES; i++) {
        const struct fact *element;

        if (MODULES[i].scope != scope)
            continue;
        element = fact_child(settings, MODULES[i].name);
        if (element != NULL || MODULES[i].always)
            add_module(evidence, MODULES[i].name, instance, element, stack);
    }
}

/* Every `_autoStart` that one file holds. */
static void
add_parked(struct evidence *evidence, const struct fact *element,
           const char *instance)
{
    const struct fact_value *value = settings_value(element, "_autoStart");
    const struct fact *child;

    if (value != NULL) {
        struct fact *parked =
            fact_add(evidence->arena, evidence->host, "parked", value->at);

        fact_set(evidence->arena, parked, "module", element->kind, value->at);
        fact_set(evidence->arena, parked, "instance", instance, value->at);
    }
    for (child = element->children; child != NULL; child = child->next)
        add_parked(evidence, child, instance);
}

/* `settings` below PARENT, of the layers of STACK that were read. */
static struct fact *
add_settings(struct evidence *evidence, struct fact *parent,
             const struct stack *stack)
{
    struct place nowhere = {NULL, 0};
    struct fact *settings =
        fact_add(evidence->arena, parent, "settings", nowhere);
    bool whole = complete(stack);

    for (int i = 0; i < 3; i++)
        if (stack->layers[i] != NULL && stack->layers[i]->root != NULL) {
            if (evidence_full(evidence) ||
                evidence->bulk->used - evidence->settled > EVIDENCE_SETTINGS) {
                evidence_gap(evidence, "more settings than can be kept",
                             (struct place){stack->layers[i]->entry, 0});
                whole = false;
                break;
            }
            arena_reset(&evidence->scratch);
            settings_overlay(evidence->bulk, &evidence->scratch, settings,
                             stack->layers[i]->root);
        }
    /* Attributes of the root element are none of ours. */
    settings->values = NULL;
    place_copy(&settings->at, nowhere);
    fact_set(evidence->arena, settings, "complete", whole ? "true" : "false",
             nowhere);
    return settings;
}

static void
add_instance(struct evidence *evidence, const struct layer *layer,
             struct stack stack)
{
    struct place at = {layer->entry, 0};
    struct fact *instance =
        fact_add(evidence->arena, evidence->host, "instance", at);
    struct fact *settings;

    stack.layers[2] = layer;
    fact_set(evidence->arena, instance, "name", layer->instance, at);
    if (layer->root != NULL) {
        /* The connection stands before the settings it was taken from. */
        struct fact scratch = {.kind = "instance"};

        settings = add_settings(evidence, &scratch, &stack);
        settings_database(evidence, instance, settings);
        fact_hang(instance, settings);
    } else {
        settings_database(evidence, instance, NULL);
        settings = add_settings(evidence, instance, &stack);
    }
    settings_references(evidence, settings);
    settings_old_paths(evidence, settings, layer->entry);
    add_modules(evidence, settings, layer->instance, ONE_INSTANCE, &stack);
}

void
conclude_settings(struct evidence *evidence)
{
    struct stack stack = {{NULL, NULL, NULL}};
    const struct fact *process;
    struct fact *settings;

    for (process = fact_child(evidence->host, "process"); process != NULL;
         process = fact_next(process))
        *vec_add(&evidence->raw, &evidence->processes) = process;
    if (evidence->processes.count > 0)
        qsort(evidence->processes.items, evidence->processes.count,
              sizeof *evidence->processes.items, process_order);
    evidence->settled = evidence->bulk->used;
    for (size_t i = 0; i < evidence->layers.count; i++) {
        const struct layer *layer = &evidence->layers.items[i];

        if (layer->rank < 2)
            stack.layers[layer->rank] = layer;
        if (layer->root != NULL)
            add_parked(evidence, layer->root, layer->instance);
    }
    settings = add_settings(evidence, evidence->host, &stack);
    settings_references(evidence, settings);
    settings_old_paths(evidence, settings, NULL);
    if (stack.layers[0] != NULL || stack.layers[1] != NULL)
        add_modules(evidence, settings, "default", ALL_INSTANCES, &stack);
    for (size_t i = 0; i < evidence->layers.count; i++)
        if (evidence->layers.items[i].rank == 2)
            add_instance(evidence, &evidence->layers.items[i], stack);
}
