# Writes OUTPUT, which includes HEADER and has a C array for each of the FILES in
# FOLDER, called after its name: PREFIX_LINUX for linux.sh.
#
#     cmake -DFOLDER=… "-DFILES=a.sql b.sql" -DPREFIX=… -DHEADER=… -DOUTPUT=…
#         -P embed.cmake
set(text "/* Made from ${FILES} by embed.cmake. */\n#include \"${HEADER}\"\n")
string(REPLACE " " ";" FILES "${FILES}")
foreach(file ${FILES})
  file(READ ${FOLDER}/${file} bytes HEX)
  string(REGEX REPLACE "(..)" "0x\\1," bytes "${bytes}")
  string(REGEX REPLACE "\\..*" "" name "${file}")
  string(TOUPPER ${name} name)
  string(APPEND text
    "const unsigned char ${PREFIX}_${name}[] = {\n${bytes}0};\n")
endforeach()
file(WRITE ${OUTPUT} "${text}")
