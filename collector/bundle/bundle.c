typedef int bundle_is_empty;
