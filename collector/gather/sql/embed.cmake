# Writes OUTPUT, a C array named after each of the scripts in FOLDER.
#
#     cmake -DFOLDER=… -DOUTPUT=… -P embed.cmake
set(text "/* Made from the scripts by embed.cmake. */\n#include \"db_script.h\"\n")
foreach(engine postgresql mysql oracle sqlserver db2)
  file(READ ${FOLDER}/${engine}.sql bytes HEX)
  string(REGEX REPLACE "(..)" "0x\\1," bytes "${bytes}")
  string(TOUPPER ${engine} name)
  string(APPEND text
    "const unsigned char DB_SCRIPT_${name}[] = {\n${bytes}0};\n")
endforeach()
file(WRITE ${OUTPUT} "${text}")
