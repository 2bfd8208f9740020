typedef int xml_is_empty;
