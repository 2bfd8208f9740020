typedef int platform_is_empty;
