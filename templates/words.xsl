<?xml version="1.0" encoding="UTF-8"?>
<!-- Words of our own, in the language of the report: $w/group/word, and `say`
     for those with places to fill in. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">

<xsl:variable name="w"
    select="document(concat('words/', /report/@lang, '.xml'))/words"/>

<!-- WORD with {1}, {2} and {3} replaced.  A filled-in value is not looked
     through again: a host may be called {2}. -->
<xsl:template name="say">
  <xsl:param name="word"/>
  <xsl:param name="a"/>
  <xsl:param name="b"/>
  <xsl:param name="c"/>
  <xsl:choose>
    <xsl:when test="contains($word, '{') and contains($word, '}')">
      <xsl:variable name="place"
          select="substring-before(substring-after($word, '{'), '}')"/>
      <xsl:value-of select="substring-before($word, '{')"/>
      <xsl:choose>
        <xsl:when test="$place = '1'"><xsl:value-of select="$a"/></xsl:when>
        <xsl:when test="$place = '2'"><xsl:value-of select="$b"/></xsl:when>
        <xsl:otherwise><xsl:value-of select="$c"/></xsl:otherwise>
      </xsl:choose>
      <xsl:call-template name="say">
        <xsl:with-param name="word"
            select="substring-after(substring-after($word, '{'), '}')"/>
        <xsl:with-param name="a" select="$a"/>
        <xsl:with-param name="b" select="$b"/>
        <xsl:with-param name="c" select="$c"/>
      </xsl:call-template>
    </xsl:when>
    <xsl:otherwise><xsl:value-of select="$word"/></xsl:otherwise>
  </xsl:choose>
</xsl:template>

<!-- At the plan: how many checks have to be made by hand before some step. -->
<xsl:template name="by-hand">
  <xsl:variable name="rules" select="gates-by-hand/@rules"/>
  <xsl:choose>
    <xsl:when test="$rules = 1"><xsl:value-of select="$w/plan/by-hand-one"/></xsl:when>
    <xsl:otherwise>
      <xsl:call-template name="say">
        <xsl:with-param name="word" select="$w/plan/by-hand"/>
        <xsl:with-param name="a" select="$rules"/>
      </xsl:call-template>
    </xsl:otherwise>
  </xsl:choose>
</xsl:template>

</xsl:stylesheet>
