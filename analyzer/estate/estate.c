typedef int estate_is_empty;
