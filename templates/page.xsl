<?xml version="1.0" encoding="UTF-8"?>
<!-- report.xml for paper: the page elements of analyzer/render/page.h, in the
     same parts, numbers and words as html.xsl.  Here is decided what stands on
     paper; where it stands, and on which page, is worked out by the layout. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">

<xsl:include href="words.xsl"/>
<xsl:output method="xml" encoding="UTF-8" indent="no"/>

<!-- How many rows of a finding stand on paper; the rest is in a file. -->
<xsl:variable name="rows" select="12"/>
<!-- How many places one row names. -->
<xsl:variable name="places" select="2"/>

<xsl:variable name="releases">
  <xsl:text>Adobe Campaign Classic</xsl:text>
  <xsl:if test="/report/@source-version">
    <xsl:value-of select="concat(' ', /report/@source-version)"/>
  </xsl:if>
  <xsl:if test="/report/@target">
    <xsl:value-of select="concat(' → ', /report/@target)"/>
  </xsl:if>
</xsl:variable>

<xsl:template match="/report">
  <page title="{$releases}">
    <xsl:attribute name="number">
      <xsl:call-template name="say">
        <xsl:with-param name="word" select="$w/document/page"/>
        <xsl:with-param name="a">{page}</xsl:with-param>
        <xsl:with-param name="b">{pages}</xsl:with-param>
      </xsl:call-template>
    </xsl:attribute>
    <xsl:attribute name="foot">
      <xsl:if test="@estate">
        <xsl:call-template name="say">
          <xsl:with-param name="word" select="$w/document/estate"/>
          <xsl:with-param name="a" select="@estate"/>
        </xsl:call-template>
        <xsl:text> · </xsl:text>
      </xsl:if>
      <xsl:value-of select="concat($w/document/report, ' ', @input-id, ' · ',
          @generated-words, ' · ', tool/@name, ' ', tool/@version)"/>
    </xsl:attribute>
    <xsl:apply-templates select="summary"/>
    <xsl:apply-templates select="findings[@kind = 'blockers']"/>
    <xsl:apply-templates select="plan"/>
    <xsl:apply-templates select="plan" mode="runbooks"/>
    <xsl:apply-templates select="findings[@kind = 'others']"/>
    <xsl:apply-templates select="decisions"/>
    <xsl:apply-templates select="not-assessed"/>
    <xsl:apply-templates select="inventory"/>
    <xsl:apply-templates select="custody"/>
    <xsl:apply-templates select="passed"/>
  </page>
</xsl:template>

<!-- Words -->

<xsl:template match="code"><code><xsl:apply-templates/></code></xsl:template>
<xsl:template match="name"><b><xsl:apply-templates/></b></xsl:template>

<!-- A number of a table: an en dash for zero. -->
<xsl:template name="figure">
  <xsl:param name="value"/>
  <xsl:choose>
    <xsl:when test="$value = 0">–</xsl:when>
    <xsl:otherwise><xsl:value-of select="$value"/></xsl:otherwise>
  </xsl:choose>
</xsl:template>

<xsl:template name="known">
  <xsl:param name="value"/>
  <xsl:choose>
    <xsl:when test="string($value) = ''">
      <mute><xsl:value-of select="$w/document/unknown"/></mute>
    </xsl:when>
    <xsl:otherwise><xsl:value-of select="$value"/></xsl:otherwise>
  </xsl:choose>
</xsl:template>

<!-- A name that a stranger may have left empty. -->
<xsl:template name="name">
  <xsl:param name="value"/>
  <xsl:choose>
    <xsl:when test="string($value) = ''">
      <mute><xsl:value-of select="$w/document/unnamed"/></mute>
    </xsl:when>
    <xsl:otherwise><xsl:value-of select="$value"/></xsl:otherwise>
  </xsl:choose>
</xsl:template>

<xsl:template name="as">
  <xsl:param name="account"/>
  <xsl:if test="$account != ''">
    <xsl:attribute name="as">
      <xsl:call-template name="say">
        <xsl:with-param name="word" select="$w/finding/as"/>
        <xsl:with-param name="a" select="$account"/>
      </xsl:call-template>
    </xsl:attribute>
  </xsl:if>
</xsl:template>

<xsl:template match="command">
  <xsl:choose>
    <xsl:when test="@refused">
      <refused reason="{@refused}"><xsl:value-of select="."/></refused>
    </xsl:when>
    <xsl:otherwise><line><xsl:value-of select="."/></line></xsl:otherwise>
  </xsl:choose>
</xsl:template>

<xsl:template match="commands">
  <command>
    <xsl:if test="@on != ''">
      <xsl:attribute name="on"><xsl:value-of select="@on"/></xsl:attribute>
    </xsl:if>
    <xsl:call-template name="as">
      <xsl:with-param name="account" select="@as"/>
    </xsl:call-template>
    <xsl:apply-templates select="command"/>
  </command>
</xsl:template>

<xsl:template match="evidence">
  <code><xsl:value-of select="@place"/></code>
</xsl:template>

<!-- The rows of a head: one cell a word. -->
<xsl:template name="head-cell">
  <xsl:param name="word"/>
  <xsl:param name="align"/>
  <cell>
    <xsl:if test="$align != ''">
      <xsl:attribute name="align"><xsl:value-of select="$align"/></xsl:attribute>
    </xsl:if>
    <xsl:value-of select="$word"/>
  </cell>
</xsl:template>

<!-- The beginning of a part: bookmark, running head, title, sentence. -->
<xsl:template name="part">
  <xsl:param name="id"/>
  <xsl:param name="number"/>
  <xsl:param name="name"/>
  <xsl:param name="title" select="$name"/>
  <xsl:attribute name="head">
    <xsl:value-of select="concat($number, ' · ', $name)"/>
  </xsl:attribute>
  <title style="part" id="{$id}" outline="{$number}  {$name}">
    <xsl:value-of select="$title"/>
  </title>
  <xsl:if test="normalize-space(intro) != ''">
    <paragraph style="intro"><xsl:apply-templates select="intro/node()"/></paragraph>
  </xsl:if>
</xsl:template>

<!-- Part 1 -->

<xsl:template match="summary">
  <section id="part-1" fit="page" outline="1  {$w/part/summary}">
    <xsl:attribute name="head">
      <xsl:call-template name="say">
        <xsl:with-param name="word" select="$w/document/head"/>
        <xsl:with-param name="a" select="$releases"/>
      </xsl:call-template>
    </xsl:attribute>
    <xsl:apply-templates select="verdict"/>
    <strip style="numbers">
      <xsl:for-each select="number">
        <number label="{@label}" value="{@value}">
          <xsl:if test="@weak = 'true'">
            <xsl:attribute name="weak">true</xsl:attribute>
          </xsl:if>
        </number>
      </xsl:for-each>
    </strip>
    <xsl:apply-templates select="fixes"/>
    <xsl:apply-templates select="picture"/>
    <pair>
      <side x="0" width="270"><xsl:apply-templates select="counts"/></side>
      <side x="294" width="198"><xsl:apply-templates select="actors"/></side>
    </pair>
    <xsl:apply-templates select="window"/>
  </section>
</xsl:template>

<xsl:template match="verdict">
  <title style="verdict">
    <xsl:attribute name="symbol">
      <xsl:choose>
        <xsl:when test="@state = 'not-ready'">blocker</xsl:when>
        <xsl:when test="@state = 'not-assessed'">unknown</xsl:when>
        <xsl:when test="@state = 'ready'">pass</xsl:when>
        <xsl:otherwise>action</xsl:otherwise>
      </xsl:choose>
    </xsl:attribute>
    <xsl:attribute name="colour">
      <xsl:choose>
        <xsl:when test="@state = 'not-ready'">blocker</xsl:when>
        <xsl:when test="@state = 'not-assessed'">unknown</xsl:when>
        <xsl:when test="@state = 'ready'">pass</xsl:when>
        <xsl:otherwise>action</xsl:otherwise>
      </xsl:choose>
    </xsl:attribute>
    <xsl:value-of select="@words"/>
  </title>
  <paragraph style="lead"><xsl:apply-templates select="lead/node()"/></paragraph>
</xsl:template>

<xsl:template match="fixes">
  <xsl:variable name="severity" select="@severity"/>
  <xsl:variable name="hosts" select="host"/>
  <xsl:variable name="columns" select="@columns"/>
  <xsl:variable name="total" select="@total"/>
  <!-- four letters a host leave the remedy its line; up to five hosts with
       longer names get room for six -->
  <xsl:variable name="narrow" select="count($hosts) &gt; 5 or not($hosts[string-length(@name) &gt; 4])"/>
  <xsl:variable name="wide" select="28 - 9 * $narrow"/>
  <title style="block"><xsl:value-of select="$w/summary/fixes"/></title>
  <xsl:if test="fix">
    <table pad="3.4" before="0">
      <column width="6"/><column/><column/><column/>
      <xsl:for-each select="$hosts"><column width="{$wide}" align="centre"/></xsl:for-each>
      <xsl:if test="$columns = 'count'"><column align="right"/><column width="96"/></xsl:if>
      <xsl:if test="$columns != 'none'"><column align="right"/></xsl:if>
      <row kind="head">
        <cell/>
        <cell><xsl:value-of select="$w/summary/do"/></cell>
        <cell><xsl:value-of select="$w/summary/rule"/></cell>
        <cell><xsl:value-of select="$w/summary/who"/></cell>
        <xsl:for-each select="$hosts">
          <cell><code><xsl:call-template name="short">
            <xsl:with-param name="text" select="@name"/>
            <xsl:with-param name="most" select="6 - 2 * $narrow"/>
          </xsl:call-template></code></cell>
        </xsl:for-each>
        <xsl:if test="$columns = 'count'">
          <cell><xsl:value-of select="$w/summary/servers"/></cell>
          <cell/>
        </xsl:if>
        <xsl:if test="$columns != 'none'">
          <cell><xsl:value-of select="$w/summary/free-after"/></cell>
        </xsl:if>
      </row>
      <xsl:for-each select="fix">
        <xsl:variable name="held" select="held/@host"/>
        <row>
          <xsl:if test="position() &gt; 1">
            <xsl:attribute name="cut">true</xsl:attribute>
          </xsl:if>
          <cell><b><xsl:value-of select="@rank"/></b></cell>
          <cell><b><xsl:apply-templates select="remedy/node()"/></b></cell>
          <cell><link to="{@rule}"><xsl:value-of select="@short"/></link></cell>
          <cell><xsl:value-of select="@who"/></cell>
          <xsl:for-each select="$hosts">
            <cell>
              <xsl:choose>
                <xsl:when test="@id = $held"><symbol name="{$severity}"/></xsl:when>
                <xsl:otherwise><mute>·</mute></xsl:otherwise>
              </xsl:choose>
            </cell>
          </xsl:for-each>
          <xsl:if test="$columns = 'count'">
            <cell><symbol name="{$severity}"/><xsl:text> </xsl:text><xsl:value-of select="@held"/></cell>
            <cell bar="{@held div $total}" colour="{$severity}"/>
          </xsl:if>
          <xsl:if test="$columns != 'none'">
            <cell><b>
              <xsl:call-template name="say">
                <xsl:with-param name="word" select="$w/summary/of"/>
                <xsl:with-param name="a" select="@free-after"/>
                <xsl:with-param name="b" select="$total"/>
              </xsl:call-template>
            </b></cell>
          </xsl:if>
        </row>
      </xsl:for-each>
    </table>
    <xsl:variable name="cut">
      <xsl:choose>
        <xsl:when test="@severity = 'blocker'"><xsl:value-of select="$w/summary/more-blocker"/></xsl:when>
        <xsl:otherwise><xsl:value-of select="$w/summary/more-action"/></xsl:otherwise>
      </xsl:choose>
    </xsl:variable>
    <xsl:variable name="words">
      <xsl:call-template name="say">
        <xsl:with-param name="word" select="$cut"/>
        <xsl:with-param name="a">{n}</xsl:with-param>
      </xsl:call-template>
    </xsl:variable>
    <note many="{$words}">
      <xsl:attribute name="one">
        <xsl:choose>
          <xsl:when test="@severity = 'blocker'"><xsl:value-of select="$w/summary/more-blocker-one"/></xsl:when>
          <xsl:otherwise><xsl:value-of select="$w/summary/more-action-one"/></xsl:otherwise>
        </xsl:choose>
      </xsl:attribute>
      <xsl:attribute name="more">
        <xsl:choose>
          <xsl:when test="@more"><xsl:value-of select="@more"/></xsl:when>
          <xsl:otherwise>0</xsl:otherwise>
        </xsl:choose>
      </xsl:attribute>
    </note>
  </xsl:if>
  <xsl:if test="note">
    <xsl:choose>
      <xsl:when test="fix">
        <note drop="true">
          <xsl:if test="host">
            <symbol name="{@severity}"/><xsl:text> </xsl:text>
            <xsl:value-of select="$w/summary/holds"/><xsl:text> </xsl:text>
          </xsl:if>
          <xsl:apply-templates select="note/node()"/>
        </note>
      </xsl:when>
      <xsl:otherwise>
        <paragraph><xsl:apply-templates select="note/node()"/></paragraph>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:if>
</xsl:template>

<!-- A host over a narrow column: its ends, MOST letters together. -->
<xsl:template name="short">
  <xsl:param name="text"/>
  <xsl:param name="most"/>
  <xsl:choose>
    <xsl:when test="string-length($text) &gt; $most">
      <xsl:value-of select="concat(substring($text, 1, $most div 2), '…', substring($text, string-length($text) - $most div 2 + 2))"/>
    </xsl:when>
    <xsl:otherwise><xsl:value-of select="$text"/></xsl:otherwise>
  </xsl:choose>
</xsl:template>

<!-- The picture's coordinates come with the report. -->
<xsl:template match="picture">
  <title style="block"><xsl:value-of select="$w/summary/estate"/></title>
  <figure width="{@width}" height="{@height}" shrink="true" before="0">
    <xsl:for-each select="link">
      <line x1="{@x1}" y1="{@y1}" x2="{@x2}" y2="{@y2}" line="0.9">
        <xsl:choose>
          <xsl:when test="@kind = 'missing'">
            <xsl:attribute name="stroke">unknown</xsl:attribute>
            <xsl:attribute name="line">1.1</xsl:attribute>
            <xsl:attribute name="dash">4 2.6</xsl:attribute>
          </xsl:when>
          <xsl:otherwise><xsl:attribute name="stroke">rule</xsl:attribute></xsl:otherwise>
        </xsl:choose>
      </line>
    </xsl:for-each>
    <xsl:for-each select="dot"><circle x="{@x}" y="{@y}" r="1.5" fill="rule"/></xsl:for-each>
    <xsl:for-each select="head">
      <text x="{@x}" y="{@y}" size="8.5" bold="true" room="150"><xsl:value-of select="."/></text>
    </xsl:for-each>
    <xsl:for-each select="protocol">
      <text x="{@x}" y="{@y}" size="7" colour="muted" anchor="middle" room="60"><xsl:value-of select="."/></text>
    </xsl:for-each>
    <xsl:for-each select="box">
      <xsl:if test="@stack &gt; 1">
        <rect x="{@x + 3}" y="{@y - 3}" width="{@width}" height="{@height}" fill="panel" stroke="rule" line="0.9"/>
      </xsl:if>
      <rect x="{@x}" y="{@y}" width="{@width}" height="{@height}">
        <xsl:choose>
          <xsl:when test="@kind = 'missing'">
            <xsl:attribute name="fill">paper</xsl:attribute>
            <xsl:attribute name="stroke">unknown</xsl:attribute>
            <xsl:attribute name="line">1.1</xsl:attribute>
            <xsl:attribute name="dash">4 2.6</xsl:attribute>
          </xsl:when>
          <xsl:otherwise>
            <xsl:attribute name="fill">panel</xsl:attribute>
            <xsl:attribute name="stroke">rule</xsl:attribute>
            <xsl:attribute name="line">0.9</xsl:attribute>
          </xsl:otherwise>
        </xsl:choose>
      </rect>
      <xsl:variable name="marks" select="(@blockers &gt; 0) + (@unknown = 'true' or @kind = 'missing')"/>
      <text x="{@x + 7}" y="{@y + 12.8}" size="9" bold="true" limit="22" room="{@width - 12 - 14 * $marks - 10 * (@blockers &gt; 0)}">
        <xsl:call-template name="name">
          <xsl:with-param name="value" select="@label"/>
        </xsl:call-template>
      </text>
      <text x="{@x + 7}" y="{@y + 24.3}" size="7" room="{@width - 12}">
        <xsl:attribute name="colour">
          <xsl:choose>
            <xsl:when test="@kind = 'missing'">unknown</xsl:when>
            <xsl:otherwise>muted</xsl:otherwise>
          </xsl:choose>
        </xsl:attribute>
        <xsl:value-of select="@second"/>
      </text>
      <xsl:if test="@unknown = 'true' or @kind = 'missing'">
        <symbol name="unknown" x="{@x + @width - 16}" y="{@y + 5}" size="9.5"/>
      </xsl:if>
      <xsl:if test="@blockers &gt; 0">
        <xsl:variable name="shift" select="14 * (@unknown = 'true')"/>
        <symbol name="blocker" x="{@x + @width - 15.5 - $shift}" y="{@y + 5.5}" size="8.5"/>
        <text x="{@x + @width - 19 - $shift}" y="{@y + 12.8}" size="8.5" bold="true" colour="blocker" anchor="end" room="20"><xsl:value-of select="@blockers"/></text>
      </xsl:if>
    </xsl:for-each>
  </figure>
  <xsl:if test="note">
    <note drop="true">
      <xsl:if test="box[@blockers &gt; 0]"><symbol name="blocker"/><xsl:text> </xsl:text></xsl:if>
      <xsl:apply-templates select="note/node()"/>
    </note>
  </xsl:if>
</xsl:template>

<xsl:template name="outcome-head">
  <xsl:param name="name"/>
  <cell><symbol name="{$name}"/><br/><xsl:value-of select="$w/outcome/*[name() = $name]"/></cell>
</xsl:template>

<!-- Colour only where a blocker is not decided or fails. -->
<xsl:template name="outcome-cell">
  <xsl:param name="value"/>
  <xsl:param name="colour"/>
  <cell>
    <xsl:choose>
      <xsl:when test="@severity = 'blocker' and $value &gt; 0 and $colour != ''">
        <b><colour name="{$colour}"><xsl:value-of select="$value"/></colour></b>
      </xsl:when>
      <xsl:when test="$value = 0"><mute>–</mute></xsl:when>
      <xsl:when test="$colour = ''"><mute><xsl:value-of select="$value"/></mute></xsl:when>
      <xsl:otherwise><xsl:value-of select="$value"/></xsl:otherwise>
    </xsl:choose>
  </cell>
</xsl:template>

<xsl:template match="counts">
  <title style="block">
    <xsl:call-template name="say">
      <xsl:with-param name="word" select="$w/summary/counts"/>
      <xsl:with-param name="a" select="@rules"/>
    </xsl:call-template>
  </title>
  <table pad="3.1" before="0" gap="5.5">
    <column/>
    <column align="right"/><column align="right"/><column align="right"/>
    <column align="right"/><column align="right"/><column align="right"/>
    <column align="right"/><column align="right"/>
    <row kind="head">
      <cell/>
      <xsl:call-template name="outcome-head"><xsl:with-param name="name">fail</xsl:with-param></xsl:call-template>
      <xsl:call-template name="outcome-head"><xsl:with-param name="name">unknown</xsl:with-param></xsl:call-template>
      <xsl:call-template name="outcome-head"><xsl:with-param name="name">manual</xsl:with-param></xsl:call-template>
      <xsl:call-template name="outcome-head"><xsl:with-param name="name">error</xsl:with-param></xsl:call-template>
      <xsl:call-template name="outcome-head"><xsl:with-param name="name">waived</xsl:with-param></xsl:call-template>
      <xsl:call-template name="outcome-head"><xsl:with-param name="name">pass</xsl:with-param></xsl:call-template>
      <xsl:call-template name="outcome-head"><xsl:with-param name="name">na</xsl:with-param></xsl:call-template>
      <cell><xsl:value-of select="$w/outcome/rules"/></cell>
    </row>
    <xsl:for-each select="row">
      <row>
        <xsl:if test="@severity = 'all'"><xsl:attribute name="kind">sum</xsl:attribute></xsl:if>
        <cell>
          <xsl:choose>
            <xsl:when test="@severity = 'all'"><mute><xsl:value-of select="$w/severity/all"/></mute></xsl:when>
            <xsl:otherwise>
              <symbol name="{@severity}"/><xsl:text> </xsl:text>
              <b><colour name="{@severity}"><xsl:value-of select="$w/severity/*[name() = current()/@severity]"/></colour></b>
            </xsl:otherwise>
          </xsl:choose>
        </cell>
        <xsl:call-template name="outcome-cell"><xsl:with-param name="value" select="@fail"/><xsl:with-param name="colour">blocker</xsl:with-param></xsl:call-template>
        <xsl:call-template name="outcome-cell"><xsl:with-param name="value" select="@unknown"/><xsl:with-param name="colour">unknown</xsl:with-param></xsl:call-template>
        <xsl:call-template name="outcome-cell"><xsl:with-param name="value" select="@manual"/><xsl:with-param name="colour">manual</xsl:with-param></xsl:call-template>
        <xsl:call-template name="outcome-cell"><xsl:with-param name="value" select="@error"/><xsl:with-param name="colour">error</xsl:with-param></xsl:call-template>
        <xsl:call-template name="outcome-cell"><xsl:with-param name="value" select="@waived"/></xsl:call-template>
        <xsl:call-template name="outcome-cell"><xsl:with-param name="value" select="@pass"/></xsl:call-template>
        <xsl:call-template name="outcome-cell"><xsl:with-param name="value" select="@na"/></xsl:call-template>
        <cell>
          <xsl:choose>
            <xsl:when test="@severity = 'all'"><b><xsl:value-of select="@rules"/></b></xsl:when>
            <xsl:otherwise><xsl:value-of select="@rules"/></xsl:otherwise>
          </xsl:choose>
        </cell>
      </row>
    </xsl:for-each>
  </table>
  <xsl:if test="note">
    <note drop="true"><xsl:apply-templates select="note/node()"/></note>
  </xsl:if>
</xsl:template>

<xsl:template match="actors">
  <title style="block"><xsl:value-of select="$w/summary/actors"/></title>
  <xsl:choose>
    <xsl:when test="actor">
      <table pad="3.1" before="0">
        <column/><column align="right" width="36"/><column align="right" width="32"/><column align="right" width="34"/>
        <row kind="head">
          <cell/>
          <cell><br/><xsl:value-of select="$w/summary/blockers"/></cell>
          <cell><br/><xsl:value-of select="$w/summary/actions"/></cell>
          <cell><br/><xsl:value-of select="$w/summary/answers"/></cell>
        </row>
        <xsl:for-each select="actor">
          <row>
            <cell><xsl:value-of select="@name"/></cell>
            <cell>
              <xsl:choose>
                <xsl:when test="@blockers &gt; 0"><b><colour name="blocker"><xsl:value-of select="@blockers"/></colour></b></xsl:when>
                <xsl:otherwise><mute>–</mute></xsl:otherwise>
              </xsl:choose>
            </cell>
            <cell><xsl:call-template name="figure"><xsl:with-param name="value" select="@actions"/></xsl:call-template></cell>
            <cell><xsl:call-template name="figure"><xsl:with-param name="value" select="@answers"/></xsl:call-template></cell>
          </row>
        </xsl:for-each>
      </table>
    </xsl:when>
    <xsl:otherwise><paragraph before="0"><xsl:value-of select="$w/summary/nobody"/></paragraph></xsl:otherwise>
  </xsl:choose>
</xsl:template>

<xsl:template match="window">
  <title style="block"><xsl:value-of select="$w/summary/window"/></title>
  <xsl:choose>
    <xsl:when test="figure">
      <strip style="figures">
        <xsl:for-each select="figure"><number value="{@value}" label="{@words}"/></xsl:for-each>
      </strip>
    </xsl:when>
    <xsl:otherwise>
      <paragraph before="0"><xsl:apply-templates select="note/node()"/></paragraph>
    </xsl:otherwise>
  </xsl:choose>
</xsl:template>

<!-- Parts 2 and 5 -->

<xsl:template match="findings">
  <section>
    <xsl:if test="@kind = 'others'"><xsl:attribute name="break">page</xsl:attribute></xsl:if>
    <xsl:choose>
      <xsl:when test="@kind = 'blockers'">
        <xsl:call-template name="part">
          <xsl:with-param name="id">part-2</xsl:with-param>
          <xsl:with-param name="number">2</xsl:with-param>
          <xsl:with-param name="name" select="$w/part/blockers"/>
        </xsl:call-template>
      </xsl:when>
      <xsl:otherwise>
        <xsl:call-template name="part">
          <xsl:with-param name="id">part-5</xsl:with-param>
          <xsl:with-param name="number">5</xsl:with-param>
          <xsl:with-param name="name" select="$w/part/others"/>
        </xsl:call-template>
      </xsl:otherwise>
    </xsl:choose>
    <xsl:apply-templates select="group"/>
  </section>
</xsl:template>

<xsl:template match="findings/group">
  <xsl:if test="@title != ''">
    <title style="group"><xsl:value-of select="concat(@title, ' · ', @count)"/></title>
  </xsl:if>
  <xsl:apply-templates select="finding"/>
</xsl:template>

<xsl:template match="finding">
  <article id="{@rule}" symbol="{@severity}" colour="{@severity}"
      word="{$w/severity/*[name() = current()/@severity]}" level="1"
      continued="{$w/document/continued}" outline="{@rule}  {normalize-space(title)}">
    <title><xsl:apply-templates select="title/node()"/></title>
    <list first="1.5">
      <item>
        <paragraph style="banner">
          <colour name="ink"><b><xsl:value-of select="@rule"/></b></colour>
          <xsl:text> · </xsl:text>
          <symbol name="{@outcome}"/><xsl:text> </xsl:text><xsl:value-of select="@outcome-words"/>
          <xsl:for-each select="@phase | @remedy-kind | @actor | @reach">
            <xsl:if test=". != ''"><xsl:value-of select="concat(' · ', .)"/></xsl:if>
          </xsl:for-each>
        </paragraph>
      </item>
      <xsl:if test="normalize-space(why) != ''">
        <item label="{$w/finding/why}"><paragraph><xsl:apply-templates select="why/node()"/></paragraph></item>
      </xsl:if>
      <xsl:apply-templates select="subjects"/>
      <xsl:if test="do">
        <item label="{$w/finding/do}">
          <xsl:if test="normalize-space(do) != ''">
            <xsl:variable name="words" select="do/node()[not(self::commands)]"/>
            <xsl:if test="$words[normalize-space(.) != '']">
              <paragraph><xsl:apply-templates select="$words"/></paragraph>
            </xsl:if>
          </xsl:if>
          <xsl:apply-templates select="do/commands"/>
        </item>
      </xsl:if>
      <xsl:if test="normalize-space(check) != ''">
        <item label="{$w/finding/check}"><paragraph><xsl:apply-templates select="check/node()"/></paragraph></item>
      </xsl:if>
      <xsl:if test="gates or closed-by">
        <item label="{$w/finding/plan}">
          <paragraph>
            <xsl:for-each select="closed-by">
              <xsl:choose>
                <xsl:when test="position() = 1">
                  <xsl:value-of select="$w/finding/closed-by"/><xsl:text> </xsl:text>
                </xsl:when>
                <xsl:otherwise>, </xsl:otherwise>
              </xsl:choose>
              <link to="{@step}"><xsl:value-of select="@step"/></link>
            </xsl:for-each>
            <xsl:if test="gates and closed-by"><xsl:text>. </xsl:text></xsl:if>
            <xsl:for-each select="gates">
              <xsl:choose>
                <xsl:when test="position() = 1">
                  <xsl:value-of select="$w/finding/gates"/><xsl:text> </xsl:text>
                </xsl:when>
                <xsl:otherwise>, </xsl:otherwise>
              </xsl:choose>
              <link to="{@step}"><xsl:value-of select="@step"/></link>
            </xsl:for-each>
          </paragraph>
        </item>
      </xsl:if>
      <xsl:if test="waiver">
        <item label="{$w/finding/waiver}">
          <paragraph>
            <xsl:for-each select="waiver">
              <xsl:value-of select="concat(@owner, ' · ', @reason)"/>
              <xsl:if test="@until != ''">
                <xsl:text> · </xsl:text>
                <xsl:call-template name="say">
                  <xsl:with-param name="word" select="$w/finding/until"/>
                  <xsl:with-param name="a" select="@until"/>
                </xsl:call-template>
              </xsl:if>
            </xsl:for-each>
          </paragraph>
        </item>
      </xsl:if>
      <xsl:if test="normalize-space(needs) != ''">
        <item label="{$w/finding/needs}"><paragraph><xsl:apply-templates select="needs/node()"/></paragraph></item>
      </xsl:if>
      <xsl:if test="normalize-space(source) != ''">
        <item label="{$w/finding/source}"><paragraph style="muted"><xsl:apply-templates select="source/node()"/></paragraph></item>
      </xsl:if>
    </list>
  </article>
</xsl:template>

<xsl:template match="subjects">
  <xsl:variable name="all" select="count(row)"/>
  <xsl:variable name="rest" select="($all - $rows) * ($all &gt; $rows) + sum(@more)"/>
  <item label="{@label}">
    <xsl:if test="row">
      <table continued="{$w/document/continued}" before="0">
        <xsl:for-each select="column">
          <xsl:variable name="n" select="position()"/>
          <column>
            <xsl:if test="../row[1]/cell[$n]/@kind = 'number'">
              <xsl:attribute name="align">right</xsl:attribute>
            </xsl:if>
          </column>
        </xsl:for-each>
        <row kind="head">
          <xsl:for-each select="column"><cell><xsl:value-of select="."/></cell></xsl:for-each>
        </row>
        <xsl:for-each select="row[position() &lt;= $rows]">
          <row>
            <xsl:for-each select="cell"><xsl:apply-templates select="."/></xsl:for-each>
          </row>
        </xsl:for-each>
      </table>
    </xsl:if>
    <xsl:if test="$rest &gt; 0">
      <note>
        <xsl:call-template name="say">
          <xsl:with-param name="word" select="$w/finding/more-in"/>
          <xsl:with-param name="a" select="$rest"/>
          <xsl:with-param name="b">
            <xsl:choose>
              <xsl:when test="@file != ''"><xsl:value-of select="@file"/></xsl:when>
              <xsl:otherwise>findings.csv</xsl:otherwise>
            </xsl:choose>
          </xsl:with-param>
          <xsl:with-param name="c" select="../@rule"/>
        </xsl:call-template>
      </note>
    </xsl:if>
  </item>
</xsl:template>

<xsl:template match="subjects/row/cell">
  <cell>
    <xsl:choose>
      <xsl:when test="@kind = 'name'">
        <b>
          <xsl:call-template name="name"><xsl:with-param name="value" select="."/></xsl:call-template>
        </b>
      </xsl:when>
      <xsl:when test="evidence">
        <xsl:for-each select="evidence[position() &lt;= $places]">
          <xsl:if test="position() &gt; 1"><br/></xsl:if>
          <xsl:apply-templates select="."/>
        </xsl:for-each>
        <xsl:variable name="left" select="(count(evidence) - $places) * (count(evidence) &gt; $places) + sum(more)"/>
        <xsl:if test="$left &gt; 0">
          <br/>
          <mute>
            <xsl:call-template name="say">
              <xsl:with-param name="word" select="$w/finding/and-more"/>
              <xsl:with-param name="a" select="$left"/>
            </xsl:call-template>
          </mute>
        </xsl:if>
      </xsl:when>
      <xsl:otherwise><xsl:apply-templates/></xsl:otherwise>
    </xsl:choose>
  </cell>
</xsl:template>

<!-- Part 3 -->

<xsl:template match="plan">
  <section>
    <xsl:call-template name="part">
      <xsl:with-param name="id">part-3</xsl:with-param>
      <xsl:with-param name="number">3</xsl:with-param>
      <xsl:with-param name="name" select="$w/part/plan"/>
      <xsl:with-param name="title">
        <xsl:choose>
          <xsl:when test="phase">
            <xsl:call-template name="say">
              <xsl:with-param name="word" select="$w/plan/title"/>
              <xsl:with-param name="a" select="@steps"/>
              <xsl:with-param name="b" select="@phases"/>
              <xsl:with-param name="c" select="@barriers"/>
            </xsl:call-template>
          </xsl:when>
          <xsl:otherwise><xsl:value-of select="$w/plan/none"/></xsl:otherwise>
        </xsl:choose>
      </xsl:with-param>
    </xsl:call-template>
    <xsl:apply-templates select="chart"/>
    <xsl:if test="count(order/host) &gt; 1">
      <note>
        <xsl:value-of select="$w/plan/order"/><xsl:text>: </xsl:text>
        <xsl:for-each select="order/host">
          <xsl:if test="position() &gt; 1">, </xsl:if>
          <xsl:value-of select="@name"/>
        </xsl:for-each>
        <xsl:if test="order/@basis != ''"><xsl:value-of select="concat(' (', order/@basis, ')')"/></xsl:if>
      </note>
    </xsl:if>
    <xsl:if test="note">
      <title style="block"><xsl:value-of select="$w/plan/notes"/></title>
      <xsl:for-each select="note">
        <list><item label="N{@n}"><paragraph width="408"><xsl:apply-templates/></paragraph></item></list>
      </xsl:for-each>
    </xsl:if>
    <xsl:if test="gate or gates-by-hand">
      <title style="block"><xsl:value-of select="$w/plan/gates"/></title>
      <xsl:for-each select="gate">
        <list>
          <item label="{@rule}">
            <paragraph>
              <link to="{@rule}"><xsl:value-of select="@title"/></link>
              <xsl:call-template name="waits"/>
            </paragraph>
          </item>
        </list>
      </xsl:for-each>
      <xsl:if test="gates-by-hand">
        <paragraph before="4.5"><xsl:call-template name="by-hand"/></paragraph>
      </xsl:if>
    </xsl:if>
  </section>
</xsl:template>

<!-- The chart's coordinates come with the report; here is what each kind looks
     like, and the words that are the same in every report. -->
<xsl:template match="chart">
  <figure width="{@width}" height="{@height}" before="9">
    <xsl:apply-templates select="box | line | word"/>
  </figure>
  <figure width="492" height="14" before="4.5">
    <rect x="0" y="2" width="18" height="7" fill="cell"/>
    <text x="22" y="8.4" size="7.5" colour="muted" room="80"><xsl:value-of select="$w/plan/legend-steps"/></text>
    <xsl:if test="box[@kind = 'gap']">
      <rect x="110" y="2" width="18" height="7" fill="cell" stroke="ink" line="0.9" dash="2 1.4"/>
      <text x="132" y="8.4" size="7.5" colour="muted" room="190"><xsl:value-of select="$w/plan/legend-gap"/></text>
    </xsl:if>
    <xsl:if test="box[@kind = 'missing']">
      <rect x="340" y="2" width="18" height="7" stroke="unknown" line="1.1" dash="4 2.6"/>
      <text x="362" y="8.4" size="7.5" colour="muted" room="120"><xsl:value-of select="$w/plan/legend-missing"/></text>
    </xsl:if>
  </figure>
</xsl:template>

<xsl:template match="chart/line">
  <line x1="{@x1}" y1="{@y1}" x2="{@x2}" y2="{@y2}">
    <xsl:choose>
      <xsl:when test="@kind = 'head'"><xsl:attribute name="stroke">rule</xsl:attribute><xsl:attribute name="line">0.5</xsl:attribute></xsl:when>
      <xsl:when test="@kind = 'hair'"><xsl:attribute name="stroke">hair</xsl:attribute><xsl:attribute name="line">0.5</xsl:attribute></xsl:when>
      <xsl:when test="@kind = 'barrier'"><xsl:attribute name="stroke">ink</xsl:attribute><xsl:attribute name="line">2.2</xsl:attribute></xsl:when>
      <xsl:when test="@kind = 'danger'"><xsl:attribute name="stroke">blocker</xsl:attribute><xsl:attribute name="line">1.2</xsl:attribute></xsl:when>
      <xsl:otherwise><xsl:attribute name="stroke">ink</xsl:attribute><xsl:attribute name="line">1.2</xsl:attribute></xsl:otherwise>
    </xsl:choose>
  </line>
</xsl:template>

<xsl:template match="chart/box">
  <rect x="{@x}" y="{@y}" width="{@width}" height="{@height}">
    <xsl:choose>
      <xsl:when test="@kind = 'clear'"><xsl:attribute name="fill">paper</xsl:attribute></xsl:when>
      <xsl:when test="@kind = 'missing'">
        <xsl:attribute name="stroke">unknown</xsl:attribute>
        <xsl:attribute name="line">1.1</xsl:attribute>
        <xsl:attribute name="dash">4 2.6</xsl:attribute>
      </xsl:when>
      <xsl:when test="@kind = 'rehearsal'">
        <xsl:attribute name="stroke">muted</xsl:attribute>
        <xsl:attribute name="line">0.75</xsl:attribute>
        <xsl:attribute name="dash">2 1.4</xsl:attribute>
      </xsl:when>
      <xsl:otherwise>
        <xsl:attribute name="fill">cell</xsl:attribute>
        <xsl:if test="@kind = 'gap'">
          <xsl:attribute name="stroke">ink</xsl:attribute>
          <xsl:attribute name="line">0.9</xsl:attribute>
          <xsl:attribute name="dash">2 1.4</xsl:attribute>
        </xsl:if>
      </xsl:otherwise>
    </xsl:choose>
  </rect>
  <xsl:if test="string(.)">
    <text x="{@x + @width div 2}" y="{@y + 8.4}" anchor="middle" room="{@width}">
      <xsl:attribute name="size">
        <xsl:choose>
          <xsl:when test="@width &lt; 44 and string-length(.) &gt; 5">7</xsl:when>
          <xsl:otherwise>8</xsl:otherwise>
        </xsl:choose>
      </xsl:attribute>
      <xsl:call-template name="chart-box"/>
    </text>
  </xsl:if>
</xsl:template>

<xsl:template match="chart/word">
  <xsl:variable name="turned" select="contains(' service-down start tree database not-seen ', concat(' ', @kind, ' '))"/>
  <text x="{@x}" y="{@y}">
    <xsl:attribute name="size">
      <xsl:choose>
        <xsl:when test="@kind = 'phase' or @kind = 'column' or @kind = 'lost'">8.5</xsl:when>
        <xsl:when test="@kind = 'actors' or @kind = 'small' or @kind = 'lost-small'">7</xsl:when>
        <xsl:when test="$turned or @kind = 'label' or @kind = 'way-back'">7.5</xsl:when>
        <xsl:otherwise>8</xsl:otherwise>
      </xsl:choose>
    </xsl:attribute>
    <xsl:if test="not(contains(' actors condition label steps way-back not-seen ', concat(' ', @kind, ' ')))">
      <xsl:attribute name="bold">true</xsl:attribute>
    </xsl:if>
    <xsl:choose>
      <xsl:when test="contains(' actors label steps way-back ', concat(' ', @kind, ' '))"><xsl:attribute name="colour">muted</xsl:attribute></xsl:when>
      <xsl:when test="contains(' lost lost-small not-seen ', concat(' ', @kind, ' '))"><xsl:attribute name="colour">unknown</xsl:attribute></xsl:when>
      <xsl:when test="@kind = 'database'"><xsl:attribute name="colour">blocker</xsl:attribute></xsl:when>
    </xsl:choose>
    <xsl:choose>
      <xsl:when test="$turned">
        <xsl:attribute name="turned">true</xsl:attribute>
        <xsl:attribute name="room">180</xsl:attribute>
      </xsl:when>
      <xsl:when test="contains(' column small lost lost-small total ', concat(' ', @kind, ' '))">
        <xsl:attribute name="anchor">middle</xsl:attribute>
        <xsl:attribute name="room">48</xsl:attribute>
      </xsl:when>
      <xsl:when test="@kind = 'way-back'">
        <xsl:attribute name="anchor">end</xsl:attribute>
        <xsl:attribute name="room">54</xsl:attribute>
      </xsl:when>
      <xsl:when test="@kind = 'condition'"><xsl:attribute name="room">345</xsl:attribute></xsl:when>
      <xsl:otherwise><xsl:attribute name="room">96</xsl:attribute></xsl:otherwise>
    </xsl:choose>
    <xsl:call-template name="chart-word"/>
  </text>
</xsl:template>

<!-- Part 4 -->

<xsl:template match="plan" mode="runbooks">
  <xsl:if test="not(phase)">
    <section break="none" id="part-4" outline="4  {$w/part/runbooks}" head="4 · {$w/part/runbooks}">
      <title style="part"><xsl:value-of select="$w/part/runbooks"/></title>
      <paragraph style="intro"><xsl:value-of select="$w/runbook/empty"/></paragraph>
    </section>
  </xsl:if>
  <xsl:apply-templates select="phase"/>
</xsl:template>

<xsl:template match="phase">
  <section head="4 · {$w/part/runbooks} · {@title}" notes="{$w/runbook/notes}">
    <xsl:attribute name="next">
      <xsl:call-template name="say">
        <xsl:with-param name="word" select="$w/runbook/next"/>
      </xsl:call-template>
    </xsl:attribute>
    <xsl:attribute name="side">
      <xsl:call-template name="say">
        <xsl:with-param name="word" select="$w/runbook/head"/>
        <xsl:with-param name="a" select="@n"/>
        <xsl:with-param name="b" select="@of"/>
      </xsl:call-template>
      <xsl:if test="@first">
        <xsl:text> · </xsl:text>
        <xsl:call-template name="phase-steps"/>
      </xsl:if>
      <xsl:text> · </xsl:text>
      <xsl:call-template name="say">
        <xsl:with-param name="word" select="$w/runbook/page"/>
        <xsl:with-param name="a">{page}</xsl:with-param>
        <xsl:with-param name="b">{pages}</xsl:with-param>
      </xsl:call-template>
    </xsl:attribute>
    <xsl:if test="position() = 1">
      <xsl:attribute name="id">part-4</xsl:attribute>
      <xsl:attribute name="outline"><xsl:value-of select="concat('4  ', $w/part/runbooks)"/></xsl:attribute>
    </xsl:if>
    <title style="part" id="runbook-{@name}" outline="{@title}" level="1"><xsl:value-of select="@title"/></title>
    <list tight="true">
      <xsl:if test="@enter != ''"><item label="{$w/runbook/enter}"><paragraph width="408"><xsl:value-of select="@enter"/></paragraph></item></xsl:if>
      <xsl:if test="@leave != ''"><item label="{$w/runbook/leave}"><paragraph width="408"><xsl:value-of select="@leave"/></paragraph></item></xsl:if>
      <xsl:if test="@way-back != ''"><item label="{$w/runbook/way-back}"><paragraph width="408"><xsl:value-of select="@way-back"/></paragraph></item></xsl:if>
    </list>
    <xsl:apply-templates select="barrier[@where = 'before']"/>
    <xsl:if test="not(barrier[@where = 'before'])">
      <figure width="492" height="6" before="9"><line x1="0" y1="6" x2="492" y2="6" stroke="rule" line="0.5"/></figure>
    </xsl:if>
    <xsl:apply-templates select="step"/>
    <xsl:apply-templates select="barrier[not(@where = 'before')]"/>
  </section>
</xsl:template>

<xsl:template match="barrier">
  <xsl:variable name="name">
    <xsl:call-template name="say">
      <xsl:with-param name="word" select="$w/plan/barrier"/>
      <xsl:with-param name="a" select="@n"/>
    </xsl:call-template>
  </xsl:variable>
  <rule time="{$w/runbook/time}" initials="{$w/runbook/initials}" name="{$name}">
    <b><xsl:value-of select="$name"/></b><xsl:text> </xsl:text>
    <xsl:choose>
      <xsl:when test="@where = 'before'"><xsl:value-of select="$w/runbook/opened"/></xsl:when>
      <xsl:otherwise><xsl:value-of select="$w/runbook/closed"/></xsl:otherwise>
    </xsl:choose>
    <xsl:if test="normalize-space(.) != ''"><br/><mute><xsl:value-of select="normalize-space(.)"/></mute></xsl:if>
  </rule>
</xsl:template>

<!-- A step on no server bears the name of its database, else of who does it. -->
<xsl:template match="step">
  <xsl:variable name="where" select="string((@host | @database | @actor)[. != ''][1])"/>
  <step id="{@id}" host="{$where}" time="{$w/runbook/time}" initials="{$w/runbook/initials}"
      name="{@id} {$where}" continued="{$w/document/continued}">
    <xsl:if test="@last">
      <xsl:attribute name="id"><xsl:value-of select="concat(@id, ' – ', @last)"/></xsl:attribute>
    </xsl:if>
    <xsl:call-template name="as"><xsl:with-param name="account" select="@as"/></xsl:call-template>
    <xsl:if test="gated-by">
      <xsl:attribute name="gate">
        <xsl:call-template name="say">
          <xsl:with-param name="word"><xsl:call-template name="gated"/></xsl:with-param>
          <xsl:with-param name="a">
            <xsl:for-each select="gated-by">
              <xsl:if test="position() &gt; 1">, </xsl:if>
              <xsl:value-of select="@rule"/>
            </xsl:for-each>
          </xsl:with-param>
        </xsl:call-template>
      </xsl:attribute>
    </xsl:if>
    <xsl:if test="closes">
      <xsl:attribute name="closes">
        <xsl:call-template name="say">
          <xsl:with-param name="word" select="$w/runbook/closes"/>
          <xsl:with-param name="a">
            <xsl:for-each select="closes">
              <xsl:if test="position() &gt; 1">, </xsl:if>
              <xsl:value-of select="@rule"/>
            </xsl:for-each>
          </xsl:with-param>
        </xsl:call-template>
      </xsl:attribute>
    </xsl:if>
    <xsl:if test="command[@refused]">
      <xsl:attribute name="fill"><xsl:value-of select="$w/runbook/fill-in"/></xsl:attribute>
    </xsl:if>
    <xsl:if test="@basis = 'gap'">
      <xsl:attribute name="mark"><xsl:value-of select="$w/runbook/gap"/></xsl:attribute>
    </xsl:if>
    <title>
      <xsl:apply-templates select="title/node()"/>
      <xsl:if test="@basis = 'derived'"><mute> · <xsl:value-of select="$w/runbook/derived"/></mute></xsl:if>
    </title>
    <xsl:if test="command"><command><xsl:apply-templates select="command"/></command></xsl:if>
    <xsl:if test="on">
      <ticks>
        <xsl:for-each select="on">
          <tick host="{@host}">
            <xsl:if test="@last">
              <xsl:attribute name="host"><xsl:value-of select="concat(@host, ' … ', @last, ' (', @hosts, ')')"/></xsl:attribute>
            </xsl:if>
          </tick>
        </xsl:for-each>
      </ticks>
      <xsl:if test="on/@last">
        <item label="{$w/runbook/on}"><paragraph style="entry"><xsl:value-of select="$w/runbook/on-all"/></paragraph></item>
      </xsl:if>
    </xsl:if>
    <item label="{$w/runbook/expect}">
      <paragraph style="entry">
        <xsl:choose>
          <xsl:when test="normalize-space(verify) != ''"><xsl:apply-templates select="verify/node()"/></xsl:when>
          <xsl:otherwise><xsl:value-of select="$w/runbook/not-documented"/></xsl:otherwise>
        </xsl:choose>
      </paragraph>
    </item>
    <xsl:if test="normalize-space(if-not) != ''">
      <item label="{$w/runbook/if-not}"><paragraph style="entry"><xsl:apply-templates select="if-not/node()"/></paragraph></item>
    </xsl:if>
    <xsl:if test="normalize-space(rollback) != ''">
      <item label="{$w/runbook/undo}"><paragraph style="entry"><xsl:apply-templates select="rollback/node()"/></paragraph></item>
    </xsl:if>
  </step>
</xsl:template>

<!-- Part 6 -->

<xsl:template match="decisions">
  <section break="none">
    <xsl:call-template name="part">
      <xsl:with-param name="id">part-6</xsl:with-param>
      <xsl:with-param name="number">6</xsl:with-param>
      <xsl:with-param name="name" select="$w/part/decisions"/>
    </xsl:call-template>
    <xsl:if test="decision">
      <table continued="{$w/document/continued}">
        <column/><column/><column/><column/><column/><column/><column/>
        <row kind="head">
          <cell><xsl:value-of select="$w/decisions/rule"/></cell>
          <cell><xsl:value-of select="$w/decisions/kind"/></cell>
          <cell><xsl:value-of select="$w/decisions/subject"/></cell>
          <cell><xsl:value-of select="$w/decisions/owner"/></cell>
          <cell><xsl:value-of select="$w/decisions/reason"/></cell>
          <cell><xsl:value-of select="$w/decisions/given"/></cell>
          <cell><xsl:value-of select="$w/decisions/until"/></cell>
        </row>
        <xsl:for-each select="decision">
          <row>
            <cell><b><xsl:value-of select="@rule"/></b></cell>
            <cell><xsl:value-of select="$w/decisions/*[name() = current()/@kind]"/></cell>
            <cell><xsl:value-of select="@subject"/></cell>
            <cell><xsl:value-of select="@owner"/></cell>
            <cell><xsl:value-of select="@reason"/></cell>
            <cell><xsl:value-of select="@given"/></cell>
            <cell><xsl:value-of select="@until"/></cell>
          </row>
        </xsl:for-each>
      </table>
    </xsl:if>
  </section>
</xsl:template>

<!-- Part 7 -->

<xsl:template match="not-assessed">
  <section break="none">
    <xsl:call-template name="part">
      <xsl:with-param name="id">part-7</xsl:with-param>
      <xsl:with-param name="number">7</xsl:with-param>
      <xsl:with-param name="name" select="$w/part/not-assessed"/>
    </xsl:call-template>
    <xsl:if test="group">
      <note>
        <xsl:value-of select="$w/not-assessed/request"/>
        <xsl:if test="group[@kind = 'question']/row/rule">
          <xsl:value-of select="concat(' ', substring-before($w/not-assessed/answer, '{1}'))"/>
          <code><xsl:call-template name="attestation"/></code>
          <xsl:value-of select="substring-after($w/not-assessed/answer, '{1}')"/>
        </xsl:if>
      </note>
    </xsl:if>
    <xsl:for-each select="group">
      <xsl:variable name="titled" select="row/rule and @kind != 'question'"/>
      <xsl:variable name="placed" select="row/where"/>
      <title style="group"><xsl:value-of select="@title"/>
        <xsl:choose>
          <xsl:when test="@rules = 0"/>
          <xsl:when test="@rules = 1"><xsl:value-of select="concat(' · ', $w/not-assessed/rule)"/></xsl:when>
          <xsl:otherwise>
            <xsl:text> · </xsl:text>
            <xsl:call-template name="say">
              <xsl:with-param name="word" select="$w/not-assessed/rules"/>
              <xsl:with-param name="a" select="@rules"/>
            </xsl:call-template>
          </xsl:otherwise>
        </xsl:choose>
      </title>
      <xsl:if test="row">
        <table continued="{$w/document/continued}" before="0">
          <!-- A rule that names itself takes the room of what is done, and of
               a column that would be empty. -->
          <column width="{222 - 54 * $titled}"/>
          <xsl:if test="$placed"><column width="72"/></xsl:if>
          <column width="16" align="right"/>
          <column width="{92 + 54 * $titled + 81 * not($placed)}"/>
          <column width="54"/>
          <row kind="head">
            <cell><xsl:value-of select="$w/not-assessed/do"/></cell>
            <xsl:if test="$placed"><cell><xsl:value-of select="$w/not-assessed/where"/></cell></xsl:if>
            <cell span="2" align="left"><xsl:value-of select="$w/not-assessed/decides"/></cell>
            <cell><xsl:value-of select="$w/not-assessed/severity"/></cell>
          </row>
          <xsl:for-each select="row">
            <row>
              <cell>
                <xsl:apply-templates select="do/node()"/>
                <xsl:for-each select="command"><br/><code><xsl:value-of select="."/></code></xsl:for-each>
              </cell>
              <xsl:if test="$placed"><cell><xsl:value-of select="where"/></cell></xsl:if>
              <cell>
                <xsl:choose>
                  <xsl:when test="@count = 0">–</xsl:when>
                  <xsl:otherwise><b><xsl:value-of select="@count"/></b></xsl:otherwise>
                </xsl:choose>
              </cell>
              <cell>
                <xsl:choose>
                  <xsl:when test="$titled">
                    <xsl:for-each select="rule">
                      <xsl:if test="position() &gt; 1"><br/></xsl:if>
                      <xsl:value-of select="@id"/><mute><xsl:value-of select="concat(' ', @title)"/></mute>
                    </xsl:for-each>
                  </xsl:when>
                  <xsl:otherwise><xsl:value-of select="@ids"/></xsl:otherwise>
                </xsl:choose>
                <xsl:if test="@more &gt; 0">
                  <xsl:text> </xsl:text>
                  <mute>
                    <xsl:call-template name="say">
                      <xsl:with-param name="word" select="$w/finding/and-more"/>
                      <xsl:with-param name="a" select="@more"/>
                    </xsl:call-template>
                  </mute>
                </xsl:if>
              </cell>
              <cell>
                <xsl:if test="@severity">
                  <symbol name="{@severity}"/><xsl:text> </xsl:text>
                  <b><colour name="{@severity}"><xsl:value-of select="$w/severity/*[name() = current()/@severity]"/></colour></b>
                </xsl:if>
              </cell>
            </row>
          </xsl:for-each>
        </table>
      </xsl:if>
    </xsl:for-each>
  </section>
</xsl:template>

<!-- Part 8 -->

<xsl:template match="inventory">
  <section>
    <xsl:call-template name="part">
      <xsl:with-param name="id">part-8</xsl:with-param>
      <xsl:with-param name="number">8</xsl:with-param>
      <xsl:with-param name="name" select="$w/part/inventory"/>
    </xsl:call-template>
    <xsl:if test="not(intro)">
      <paragraph style="intro"><xsl:value-of select="$w/inventory/intro"/></paragraph>
    </xsl:if>
    <xsl:if test="not(hosts/host)">
      <paragraph><xsl:value-of select="$w/inventory/no-hosts"/></paragraph>
    </xsl:if>
    <xsl:apply-templates select="picture[@height &lt;= 620]"/>
    <xsl:if test="picture[@height &gt; 620]">
      <paragraph><xsl:value-of select="$w/inventory/picture"/></paragraph>
    </xsl:if>
    <xsl:apply-templates select="hosts[host]"/>
    <title style="block"><xsl:value-of select="$w/inventory/databases"/></title>
    <xsl:choose>
      <xsl:when test="database">
        <table continued="{$w/document/continued}" before="0">
          <column/><column/><column/><column/><column/><column/><column/>
          <row kind="head">
            <cell><xsl:value-of select="$w/inventory/name"/></cell>
            <cell><xsl:value-of select="$w/inventory/engine"/></cell>
            <cell><xsl:value-of select="$w/inventory/unicode"/></cell>
            <cell><xsl:value-of select="$w/inventory/size"/></cell>
            <cell><xsl:value-of select="$w/inventory/server"/></cell>
            <cell><xsl:value-of select="$w/inventory/instances"/></cell>
            <cell><xsl:value-of select="$w/inventory/hosts"/></cell>
          </row>
          <xsl:for-each select="database">
            <row id="database-{@id}">
              <cell><b><xsl:call-template name="name"><xsl:with-param name="value" select="@id"/></xsl:call-template></b></cell>
              <cell><xsl:call-template name="known"><xsl:with-param name="value" select="normalize-space(concat(@engine, ' ', @version))"/></xsl:call-template></cell>
              <cell><xsl:call-template name="known"><xsl:with-param name="value" select="@unicode"/></xsl:call-template></cell>
              <cell><xsl:call-template name="known"><xsl:with-param name="value" select="@size"/></xsl:call-template></cell>
              <cell><xsl:call-template name="known"><xsl:with-param name="value" select="@server"/></xsl:call-template></cell>
              <cell><xsl:value-of select="@instances"/></cell>
              <cell><xsl:value-of select="@hosts"/></cell>
            </row>
          </xsl:for-each>
        </table>
      </xsl:when>
      <xsl:otherwise><paragraph before="0"><xsl:value-of select="$w/inventory/no-databases"/></paragraph></xsl:otherwise>
    </xsl:choose>
    <title style="block"><xsl:value-of select="$w/inventory/missing"/></title>
    <xsl:choose>
      <xsl:when test="missing">
        <table continued="{$w/document/continued}" before="0">
          <column/><column/><column/><column/>
          <row kind="head">
            <cell><xsl:value-of select="$w/inventory/host"/></cell>
            <cell><xsl:value-of select="$w/inventory/named-by"/></cell>
            <cell><xsl:value-of select="$w/inventory/what"/></cell>
            <cell><xsl:value-of select="$w/inventory/place"/></cell>
          </row>
          <xsl:for-each select="missing/reference">
            <row>
              <cell>
                <xsl:if test="not(preceding-sibling::reference)">
                  <symbol name="unknown"/><xsl:text> </xsl:text>
                  <b><xsl:call-template name="name"><xsl:with-param name="value" select="../@name"/></xsl:call-template></b>
                  <xsl:if test="../@exception != ''">
                    <br/><mute><xsl:value-of select="concat($w/inventory/exception, ' ', ../@exception)"/></mute>
                  </xsl:if>
                </xsl:if>
              </cell>
              <cell><xsl:value-of select="@host"/></cell>
              <cell><xsl:value-of select="@what"/></cell>
              <cell><code><xsl:value-of select="@place"/></code></cell>
            </row>
          </xsl:for-each>
        </table>
      </xsl:when>
      <xsl:otherwise><paragraph before="0"><xsl:value-of select="$w/inventory/no-missing"/></paragraph></xsl:otherwise>
    </xsl:choose>
  </section>
</xsl:template>

<xsl:template match="inventory/hosts">
  <title style="block"><xsl:value-of select="concat(@title, ' · ', @count)"/></title>
  <table continued="{$w/document/continued}" before="0">
    <column/><column/><column/><column/><column/><column/><column/>
    <row kind="head">
      <cell><xsl:value-of select="$w/inventory/host"/></cell>
      <cell><xsl:value-of select="$w/inventory/roles"/></cell>
      <cell><xsl:value-of select="$w/inventory/version"/></cell>
      <cell><xsl:value-of select="$w/inventory/os"/></cell>
      <cell><xsl:value-of select="$w/inventory/web-server"/></cell>
      <cell><xsl:value-of select="$w/inventory/instances"/></cell>
      <cell><xsl:value-of select="$w/inventory/database"/></cell>
    </row>
    <xsl:for-each select="host">
      <row id="host-{@id}">
        <cell><b><xsl:call-template name="name"><xsl:with-param name="value" select="@name"/></xsl:call-template></b></cell>
        <cell><xsl:value-of select="@roles"/></cell>
        <cell>
          <xsl:call-template name="known"><xsl:with-param name="value" select="@version"/></xsl:call-template>
          <xsl:if test="@build != ''"><xsl:value-of select="concat(' · ', @build)"/></xsl:if>
        </cell>
        <cell><xsl:call-template name="known"><xsl:with-param name="value" select="@os"/></xsl:call-template></cell>
        <cell><xsl:call-template name="known"><xsl:with-param name="value" select="@web-server"/></xsl:call-template></cell>
        <cell><xsl:value-of select="@instances"/></cell>
        <cell><xsl:value-of select="@database"/></cell>
      </row>
    </xsl:for-each>
  </table>
  <xsl:if test="@more &gt; 0">
    <note>
      <xsl:call-template name="say">
        <xsl:with-param name="word" select="$w/inventory/more"/>
        <xsl:with-param name="a" select="@more"/>
      </xsl:call-template>
    </note>
  </xsl:if>
</xsl:template>

<!-- Part 9 -->

<xsl:template name="custody-line">
  <xsl:param name="label"/>
  <xsl:param name="value"/>
  <item label="{$label}"><paragraph width="408"><xsl:copy-of select="$value"/></paragraph></item>
</xsl:template>

<!-- A digest in 8 groups of 8. -->
<xsl:template name="digest">
  <xsl:param name="text"/>
  <xsl:value-of select="substring($text, 1, 8)"/>
  <xsl:if test="string-length($text) &gt; 8">
    <xsl:text> </xsl:text>
    <xsl:call-template name="digest">
      <xsl:with-param name="text" select="substring($text, 9)"/>
    </xsl:call-template>
  </xsl:if>
</xsl:template>

<xsl:template match="custody">
  <section>
    <xsl:call-template name="part">
      <xsl:with-param name="id">part-9</xsl:with-param>
      <xsl:with-param name="number">9</xsl:with-param>
      <xsl:with-param name="name" select="$w/part/custody"/>
    </xsl:call-template>
    <xsl:if test="not(intro)">
      <paragraph style="intro"><xsl:value-of select="$w/custody/intro"/></paragraph>
    </xsl:if>
    <title style="block"><xsl:value-of select="$w/custody/this"/></title>
    <list tight="true">
      <xsl:call-template name="custody-line">
        <xsl:with-param name="label" select="$w/custody/generated"/>
        <xsl:with-param name="value" select="string(/report/@generated-words)"/>
      </xsl:call-template>
      <xsl:call-template name="custody-line">
        <xsl:with-param name="label" select="$w/custody/tool"/>
        <xsl:with-param name="value">
          <xsl:value-of select="concat(/report/tool/@name, ' ', /report/tool/@version)"/>
          <xsl:for-each select="/report/tool/library"><xsl:value-of select="concat(' · ', @name, ' ', @version)"/></xsl:for-each>
        </xsl:with-param>
      </xsl:call-template>
      <xsl:call-template name="custody-line">
        <xsl:with-param name="label" select="$w/custody/catalogue"/>
        <xsl:with-param name="value">
          <xsl:call-template name="say">
            <xsl:with-param name="word" select="$w/custody/catalogue-words"/>
            <xsl:with-param name="a" select="/report/tool/catalogue/@version"/>
            <xsl:with-param name="b" select="/report/tool/catalogue/@rules"/>
          </xsl:call-template>
          <br/>
          <code><xsl:call-template name="digest"><xsl:with-param name="text" select="/report/tool/catalogue/@sha256"/></xsl:call-template></code>
        </xsl:with-param>
      </xsl:call-template>
      <xsl:call-template name="custody-line">
        <xsl:with-param name="label" select="$w/custody/target"/>
        <xsl:with-param name="value"><xsl:call-template name="known"><xsl:with-param name="value" select="/report/@target"/></xsl:call-template></xsl:with-param>
      </xsl:call-template>
      <xsl:call-template name="custody-line">
        <xsl:with-param name="label" select="$w/custody/clock"/>
        <xsl:with-param name="value" select="string(clock/@source)"/>
      </xsl:call-template>
      <xsl:call-template name="custody-line">
        <xsl:with-param name="label" select="$w/custody/options"/>
        <xsl:with-param name="value">
          <xsl:choose>
            <xsl:when test="/report/option">
              <xsl:for-each select="/report/option">
                <xsl:if test="position() &gt; 1"><xsl:text>, </xsl:text></xsl:if>
                <code><xsl:value-of select="concat(@name, ' ', @value)"/></code>
              </xsl:for-each>
            </xsl:when>
            <xsl:otherwise><xsl:value-of select="$w/custody/none"/></xsl:otherwise>
          </xsl:choose>
        </xsl:with-param>
      </xsl:call-template>
      <xsl:call-template name="custody-line">
        <xsl:with-param name="label" select="$w/custody/input-id"/>
        <xsl:with-param name="value"><code><xsl:value-of select="/report/@input-id"/></code></xsl:with-param>
      </xsl:call-template>
    </list>

    <!-- from 50 bundles on a line each: what the lines above would say of one
         stands in the table of what it holds -->
    <xsl:variable name="many" select="count(bundle[@status = 'accepted']) &gt;= 50"/>
    <title style="block"><xsl:value-of select="$w/custody/bundles"/></title>
    <xsl:if test="not(bundle)"><paragraph before="0"><xsl:value-of select="$w/custody/no-bundles"/></paragraph></xsl:if>
    <xsl:for-each select="bundle[not($many) or @status != 'accepted']">
      <xsl:variable name="bundle" select="."/>
      <paragraph style="table" before="6">
        <b><xsl:call-template name="name"><xsl:with-param name="value" select="@host"/></xsl:call-template></b>
        <xsl:value-of select="concat(' · ', @file, ' · ', $w/custody/*[name() = current()/@status])"/>
        <xsl:if test="@reason != ''">: <colour name="blocker"><xsl:value-of select="@reason"/></colour></xsl:if>
        <xsl:if test="@size != ''"><xsl:value-of select="concat(' · ', @size, ' ', $w/custody/size)"/></xsl:if>
        <xsl:if test="@collected-words != ''"><xsl:value-of select="concat(' · ', $w/custody/collected, ' ', @collected-words)"/></xsl:if>
        <xsl:if test="@signature != ''"><xsl:value-of select="concat(' · ', $w/custody/*[name() = concat('signature-', $bundle/@signature)])"/></xsl:if>
        <xsl:if test="@signer != ''"><xsl:value-of select="concat(' ', @signer)"/></xsl:if>
      </paragraph>
      <paragraph style="mono" before="0"><xsl:call-template name="digest"><xsl:with-param name="text" select="@sha256"/></xsl:call-template></paragraph>
    </xsl:for-each>
    <xsl:if test="$many">
      <table style="fine" pad=".9" continued="{$w/document/continued}">
        <column/><column/><column/>
        <row kind="head">
          <cell><xsl:value-of select="$w/custody/host"/></cell>
          <cell><xsl:value-of select="$w/custody/file-accepted"/></cell>
          <cell><xsl:value-of select="$w/custody/digest"/></cell>
        </row>
        <xsl:for-each select="bundle[@status = 'accepted']">
          <row>
            <cell><b><xsl:call-template name="name"><xsl:with-param name="value" select="@host"/></xsl:call-template></b></cell>
            <cell><xsl:value-of select="@file"/></cell>
            <cell><code><xsl:value-of select="@sha256"/></code></cell>
          </row>
        </xsl:for-each>
      </table>
    </xsl:if>

    <title style="block"><xsl:value-of select="$w/custody/inputs"/></title>
    <xsl:if test="not(/report/input[@kind != 'bundle'])">
      <paragraph before="0"><xsl:value-of select="$w/custody/no-inputs"/></paragraph>
    </xsl:if>
    <xsl:for-each select="/report/input[@kind != 'bundle']">
      <paragraph style="table" before="4.5"><b><xsl:value-of select="@file"/></b><xsl:value-of select="concat(' · ', @kind)"/></paragraph>
      <paragraph style="mono" before="0"><xsl:call-template name="digest"><xsl:with-param name="text" select="@sha256"/></xsl:call-template></paragraph>
    </xsl:for-each>

    <xsl:if test="verify-command">
      <title style="block"><xsl:value-of select="$w/custody/check"/></title>
      <command><xsl:for-each select="verify-command"><line><xsl:value-of select="."/></line></xsl:for-each></command>
    </xsl:if>

    <xsl:if test="bundle[@entries]">
      <title style="block"><xsl:value-of select="$w/custody/contents"/></title>
      <table continued="{$w/document/continued}" before="0">
        <xsl:if test="$many">
          <xsl:attribute name="style">fine</xsl:attribute>
          <xsl:attribute name="pad">.9</xsl:attribute>
        </xsl:if>
        <column/><xsl:if test="$many"><column/><column/><column align="right"/></xsl:if><column/><column align="right"/><column align="right"/><column align="right"/><column align="right"/><column/>
        <row kind="head">
          <cell><xsl:value-of select="$w/custody/host"/></cell>
          <xsl:if test="$many">
            <cell><xsl:value-of select="$w/custody/collected"/></cell>
            <cell><xsl:value-of select="$w/custody/signature"/></cell>
            <cell><xsl:value-of select="$w/custody/size"/></cell>
          </xsl:if>
          <cell><xsl:value-of select="$w/custody/complete"/></cell>
          <cell><xsl:value-of select="$w/custody/entries"/></cell>
          <cell><xsl:value-of select="$w/custody/cut"/></cell>
          <cell><xsl:value-of select="$w/custody/excluded"/></cell>
          <cell><xsl:value-of select="$w/custody/redacted"/></cell>
          <cell><xsl:value-of select="$w/custody/redaction"/></cell>
        </row>
        <xsl:for-each select="bundle[@entries]">
          <row>
            <cell><b><xsl:call-template name="name"><xsl:with-param name="value" select="@host"/></xsl:call-template></b></cell>
            <xsl:if test="$many">
              <xsl:variable name="signature" select="@signature"/>
              <cell><xsl:value-of select="@collected-words"/></cell>
              <cell>
                <xsl:value-of select="$w/custody/*[name() = concat('signature-', $signature)]"/>
                <xsl:if test="@signer != ''"><xsl:value-of select="concat(' ', @signer)"/></xsl:if>
              </cell>
              <cell><xsl:value-of select="@size"/></cell>
            </xsl:if>
            <cell>
              <xsl:choose>
                <xsl:when test="@complete = 'true'"><xsl:value-of select="$w/inventory/yes"/></xsl:when>
                <xsl:when test="@complete = 'false'"><symbol name="unknown"/><xsl:text> </xsl:text><xsl:value-of select="$w/inventory/no"/></xsl:when>
              </xsl:choose>
            </cell>
            <cell><xsl:call-template name="figure"><xsl:with-param name="value" select="@entries"/></xsl:call-template></cell>
            <cell><xsl:call-template name="figure"><xsl:with-param name="value" select="@cut"/></xsl:call-template></cell>
            <cell><xsl:call-template name="figure"><xsl:with-param name="value" select="@excluded"/></xsl:call-template></cell>
            <cell><xsl:call-template name="figure"><xsl:with-param name="value" select="@redacted"/></xsl:call-template></cell>
            <cell><xsl:value-of select="@redaction"/></cell>
          </row>
        </xsl:for-each>
      </table>
    </xsl:if>

    <title style="block"><xsl:value-of select="$w/custody/gaps"/></title>
    <xsl:choose>
      <xsl:when test="gap">
        <table continued="{$w/document/continued}" before="0">
          <column/><column/><column/>
          <row kind="head">
            <cell><xsl:value-of select="$w/custody/host"/></cell>
            <cell><xsl:value-of select="$w/custody/place"/></cell>
            <cell><xsl:value-of select="$w/custody/reason"/></cell>
          </row>
          <xsl:for-each select="gap">
            <row>
              <cell><b><xsl:value-of select="@host"/></b></cell>
              <cell><code><xsl:value-of select="@place"/></code></cell>
              <cell><xsl:value-of select="@reason"/></cell>
            </row>
          </xsl:for-each>
        </table>
      </xsl:when>
      <xsl:otherwise><paragraph before="0"><xsl:value-of select="$w/custody/no-gaps"/></paragraph></xsl:otherwise>
    </xsl:choose>

    <xsl:if test="skipped">
      <title style="block"><xsl:value-of select="$w/custody/skipped"/></title>
      <xsl:for-each select="skipped"><paragraph style="mono" before="1"><xsl:value-of select="."/></paragraph></xsl:for-each>
    </xsl:if>

    <title style="block"><xsl:value-of select="$w/custody/signatures"/></title>
    <figure width="492" height="62" before="0">
      <line x1="0" y1="24" x2="300" y2="24" stroke="muted" line="0.6"/>
      <line x1="318" y1="24" x2="420" y2="24" stroke="muted" line="0.6"/>
      <text x="0" y="33" size="7.5" colour="muted"><xsl:value-of select="$w/custody/checked-by"/></text>
      <text x="318" y="33" size="7.5" colour="muted"><xsl:value-of select="$w/custody/date"/></text>
      <line x1="0" y1="51" x2="300" y2="51" stroke="muted" line="0.6"/>
      <line x1="318" y1="51" x2="420" y2="51" stroke="muted" line="0.6"/>
      <text x="0" y="60" size="7.5" colour="muted"><xsl:value-of select="$w/custody/archived-by"/></text>
      <text x="318" y="60" size="7.5" colour="muted"><xsl:value-of select="$w/custody/date"/></text>
    </figure>
  </section>
</xsl:template>

<!-- Part A -->

<xsl:template match="passed">
  <section>
    <xsl:call-template name="part">
      <xsl:with-param name="id">part-a</xsl:with-param>
      <xsl:with-param name="number">A</xsl:with-param>
      <xsl:with-param name="name" select="$w/part/passed"/>
    </xsl:call-template>
    <paragraph style="intro">
      <xsl:choose>
        <xsl:when test="rule">
          <xsl:call-template name="say">
            <xsl:with-param name="word" select="$w/passed/intro"/>
            <xsl:with-param name="a" select="count(rule[@outcome = 'pass'])"/>
            <xsl:with-param name="b" select="count(rule[@outcome = 'na'])"/>
          </xsl:call-template>
        </xsl:when>
        <xsl:otherwise><xsl:value-of select="$w/passed/intro-none"/></xsl:otherwise>
      </xsl:choose>
    </paragraph>
    <xsl:if test="rule">
      <table style="small" pad="1.6" continued="{$w/document/continued}">
        <column width="66"/><column width="300"/><column width="54"/><column width="45"/>
        <row kind="head">
          <cell><xsl:value-of select="$w/passed/rule"/></cell>
          <cell><xsl:value-of select="$w/passed/title"/></cell>
          <cell><xsl:value-of select="$w/passed/severity"/></cell>
          <cell><xsl:value-of select="$w/passed/outcome"/></cell>
        </row>
        <xsl:for-each select="rule">
          <row>
            <cell><xsl:value-of select="@id"/></cell>
            <cell><xsl:value-of select="@title"/></cell>
            <cell><mute><xsl:value-of select="$w/severity/*[name() = current()/@severity]"/></mute></cell>
            <cell><symbol name="{@outcome}"/><xsl:text> </xsl:text><xsl:value-of select="$w/outcome/*[name() = current()/@outcome]"/></cell>
          </row>
        </xsl:for-each>
      </table>
    </xsl:if>
    <note><xsl:value-of select="$w/document/accessible"/></note>
  </section>
</xsl:template>

</xsl:stylesheet>
