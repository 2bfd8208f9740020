typedef int snapshot_is_empty;
