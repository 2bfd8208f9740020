# Writes OUTPUT, a C array for each of the scripts' frames in FOLDER.
#
#     cmake -DFOLDER=… -DOUTPUT=… -P embed.cmake
set(text "/* Made from the frames by embed.cmake. */\n#include \"host_script.h\"\n")
foreach(frame linux.sh windows.ps1)
  file(READ ${FOLDER}/${frame} bytes HEX)
  string(REGEX REPLACE "(..)" "0x\\1," bytes "${bytes}")
  string(REGEX REPLACE "\\..*" "" name "${frame}")
  string(TOUPPER ${name} name)
  string(APPEND text
    "const unsigned char HOST_FRAME_${name}[] = {\n${bytes}0};\n")
endforeach()
file(WRITE ${OUTPUT} "${text}")
