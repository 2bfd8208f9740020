typedef int plan_is_empty;
