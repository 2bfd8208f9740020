<xsl:stylesheet version='1.0' xmlns:xsl='http://www.w3.org/1999/XSL/Transform' xmlns:set='http://exslt.org/sets' xmlns:str='http://exslt.org/strings' xmlns:exsl='http://exslt.org/common' xmlns:date='http://exslt.org/dates-and-times' extension-element-prefixes='exsl'>
<xsl:include href='../outside.xsl'/></xsl:stylesheet>
