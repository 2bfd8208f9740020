typedef int rules_is_empty;
