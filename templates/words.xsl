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

<!-- At an open gate: which step closes it, how many wait for it. -->
<xsl:template name="waits">
  <xsl:if test="@closed-by">
    <xsl:text> · </xsl:text>
    <xsl:call-template name="say">
      <xsl:with-param name="word" select="$w/plan/closed-by"/>
      <xsl:with-param name="a" select="@closed-by"/>
    </xsl:call-template>
  </xsl:if>
  <xsl:if test="@steps &gt; 0">
    <xsl:text> · </xsl:text>
    <xsl:choose>
      <xsl:when test="@steps = 1"><xsl:value-of select="$w/plan/gate-one"/></xsl:when>
      <xsl:otherwise>
        <xsl:call-template name="say">
          <xsl:with-param name="word" select="$w/plan/gate"/>
          <xsl:with-param name="a" select="@steps"/>
        </xsl:call-template>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:if>
</xsl:template>

<!-- At part 7: how its first question is answered. -->
<xsl:template name="attestation">
  <xsl:text>&lt;attestation rule="</xsl:text>
  <xsl:value-of select="group[@kind = 'question']/row/rule/@id"/>
  <xsl:text>" answer="yes" by="NAME" on="YYYY-MM-DD"/&gt;</xsl:text>
</xsl:template>

<!-- At a step: what has to be closed before it; {1} are the rules. -->
<xsl:template name="gated">
  <xsl:choose>
    <xsl:when test="count(gated-by) = 1"><xsl:value-of select="$w/runbook/gated-one"/></xsl:when>
    <xsl:otherwise><xsl:value-of select="$w/runbook/gated"/></xsl:otherwise>
  </xsl:choose>
</xsl:template>

<!-- At a phase: "steps S001–S032", or the one that there is. -->
<xsl:template name="phase-steps">
  <xsl:choose>
    <xsl:when test="@first = @last">
      <xsl:call-template name="say">
        <xsl:with-param name="word" select="$w/runbook/step"/>
        <xsl:with-param name="a" select="@first"/>
      </xsl:call-template>
    </xsl:when>
    <xsl:otherwise>
      <xsl:call-template name="say">
        <xsl:with-param name="word" select="$w/runbook/steps"/>
        <xsl:with-param name="a" select="@first"/>
        <xsl:with-param name="b" select="@last"/>
      </xsl:call-template>
    </xsl:otherwise>
  </xsl:choose>
</xsl:template>

<!-- What stands in a box of the chart. -->
<xsl:template name="chart-box">
  <xsl:choose>
    <xsl:when test="@kind = 'rehearsal' and . = '1'"><xsl:value-of select="$w/plan/rehearsal-one"/></xsl:when>
    <xsl:when test="@kind = 'rehearsal'">
      <xsl:call-template name="say">
        <xsl:with-param name="word" select="$w/plan/rehearsal"/>
        <xsl:with-param name="a" select="."/>
      </xsl:call-template>
    </xsl:when>
    <xsl:otherwise><xsl:value-of select="."/></xsl:otherwise>
  </xsl:choose>
</xsl:template>

<!-- A word of the chart: those without text are the same in every report. -->
<xsl:template name="chart-word">
  <xsl:choose>
    <xsl:when test="@kind = 'label'"><xsl:value-of select="$w/plan/phase"/></xsl:when>
    <xsl:when test="@kind = 'steps'"><xsl:value-of select="$w/plan/steps"/></xsl:when>
    <xsl:when test="@kind = 'way-back'"><xsl:value-of select="$w/plan/way-back"/></xsl:when>
    <xsl:when test="@kind = 'service-down'"><xsl:value-of select="$w/plan/service-down"/></xsl:when>
    <xsl:when test="@kind = 'start'"><xsl:value-of select="$w/plan/back-start"/></xsl:when>
    <xsl:when test="@kind = 'tree'"><xsl:value-of select="$w/plan/back-tree"/></xsl:when>
    <xsl:when test="@kind = 'database'"><xsl:value-of select="$w/plan/back-database"/></xsl:when>
    <xsl:when test="@kind = 'not-seen'"><xsl:value-of select="$w/plan/unseen"/></xsl:when>
    <xsl:when test="@kind = 'barrier'">
      <xsl:call-template name="say">
        <xsl:with-param name="word" select="$w/plan/barrier"/>
        <xsl:with-param name="a" select="."/>
      </xsl:call-template>
    </xsl:when>
    <xsl:otherwise><xsl:value-of select="."/></xsl:otherwise>
  </xsl:choose>
</xsl:template>

</xsl:stylesheet>
