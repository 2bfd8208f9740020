typedef int gather_is_empty;
