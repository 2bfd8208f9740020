<?xml version="1.0" encoding="UTF-8"?>
<!-- report.xml as one HTML file: no script, no picture, no font from outside.

     The parts stand in the order of the contents below; each is one template,
     and a part with nothing in it says what was looked at.  Colour and symbol
     never stand alone: the word is beside them.  Strangers' names are isolated
     (bdi), may break after punctuation (wbr), and are never markup.

     $style is style.css, $policy the content security policy that allows this
     style and no other. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">

<xsl:include href="words.xsl"/>

<xsl:output method="html" encoding="UTF-8" indent="no"
    doctype-system="about:legacy-compat"/>
<xsl:strip-space elements="report summary fixes fix picture counts actors window
    findings group finding subjects row commands plan order columns phase step
    decisions not-assessed inventory hosts missing custody passed tool"/>

<xsl:param name="style"/>
<xsl:param name="policy"/>

<xsl:decimal-format grouping-separator="&#8201;"/>

<xsl:key name="finding" match="finding" use="@rule"/>
<xsl:key name="passed" match="passed/rule" use="@id"/>
<xsl:key name="asked" match="not-assessed/group/row/rule" use="@id"/>
<xsl:key name="step" match="step" use="@id"/>
<xsl:key name="step" match="step/on" use="@step"/>
<xsl:key name="bundle" match="custody/bundle" use="@id"/>

<xsl:variable name="report" select="/report"/>
<xsl:variable name="one-host" select="/report/@hosts = 1"/>
<xsl:variable name="blockers" select="/report/findings[@kind = 'blockers']"/>
<xsl:variable name="others" select="/report/findings[@kind = 'others']"/>
<xsl:variable name="estate">
  <xsl:choose>
    <xsl:when test="string(/report/@estate)">
      <xsl:value-of select="/report/@estate"/>
    </xsl:when>
    <xsl:otherwise>
      <xsl:value-of select="$w/document/untitled"/>
    </xsl:otherwise>
  </xsl:choose>
</xsl:variable>
<xsl:variable name="product">
  <xsl:value-of select="$w/document/product"/>
  <xsl:if test="string(/report/@source-version)">
    <xsl:text> </xsl:text>
    <xsl:value-of select="/report/@source-version"/>
  </xsl:if>
  <xsl:if test="string(/report/@target)">
    <xsl:text> → </xsl:text>
    <xsl:value-of select="/report/@target"/>
  </xsl:if>
</xsl:variable>

<!-- The page -->

<xsl:template match="/report">
  <html lang="{@lang}">
    <head>
      <meta http-equiv="Content-Security-Policy" content="{$policy}"/>
      <meta name="viewport" content="width=device-width, initial-scale=1"/>
      <meta name="color-scheme" content="light dark"/>
      <meta name="referrer" content="no-referrer"/>
      <title>
        <xsl:call-template name="say">
          <xsl:with-param name="word" select="$w/document/title"/>
          <xsl:with-param name="a" select="summary/verdict/@words"/>
          <xsl:with-param name="b" select="$estate"/>
        </xsl:call-template>
      </title>
      <style><xsl:value-of select="$style"/></style>
    </head>
    <body>
      <a class="skip" href="#main"><xsl:value-of select="$w/document/skip"/></a>
      <xsl:call-template name="symbols"/>
      <div class="page">
        <header class="name">
          <p class="estate"><bdi>
            <xsl:call-template name="say">
              <xsl:with-param name="word" select="$w/document/name"/>
              <xsl:with-param name="a" select="$estate"/>
            </xsl:call-template>
          </bdi></p>
          <p class="product"><bdi><xsl:value-of select="$product"/></bdi></p>
        </header>
        <nav id="parts" class="contents" aria-label="{$w/document/parts}">
          <ol>
            <xsl:call-template name="contents"/>
          </ol>
        </nav>
        <main id="main" tabindex="-1">
          <xsl:apply-templates select="summary"/>
          <xsl:apply-templates select="$blockers"/>
          <xsl:apply-templates select="plan"/>
          <xsl:apply-templates select="plan" mode="runbooks"/>
          <xsl:apply-templates select="$others"/>
          <xsl:apply-templates select="decisions"/>
          <xsl:apply-templates select="not-assessed"/>
          <xsl:apply-templates select="inventory"/>
          <xsl:apply-templates select="custody"/>
          <xsl:apply-templates select="passed"/>
        </main>
        <footer>
          <p>
            <bdi>
              <xsl:call-template name="say">
                <xsl:with-param name="word" select="$w/document/estate"/>
                <xsl:with-param name="a" select="$estate"/>
              </xsl:call-template>
            </bdi>
            <xsl:text> · </xsl:text>
            <xsl:value-of select="$w/document/report"/>
            <xsl:text> </xsl:text>
            <xsl:call-template name="input-id"/>
            <xsl:text> · </xsl:text>
            <xsl:value-of select="@generated-words"/>
            <xsl:text> · </xsl:text>
            <xsl:value-of select="concat(tool/@name, ' ', tool/@version)"/>
          </p>
        </footer>
      </div>
    </body>
  </html>
</xsl:template>

<xsl:template name="input-id">
  <code class="id">
    <span><xsl:value-of select="substring($report/@input-id, 1, 4)"/></span>
    <xsl:value-of select="substring($report/@input-id, 5)"/>
  </code>
</xsl:template>

<xsl:template name="contents">
  <xsl:call-template name="part-link">
    <xsl:with-param name="n">1</xsl:with-param>
    <xsl:with-param name="part">summary</xsl:with-param>
  </xsl:call-template>
  <xsl:call-template name="part-link">
    <xsl:with-param name="n">2</xsl:with-param>
    <xsl:with-param name="part">blockers</xsl:with-param>
    <xsl:with-param name="count" select="$blockers/@count"/>
    <xsl:with-param name="symbol">blocker</xsl:with-param>
  </xsl:call-template>
  <xsl:call-template name="part-link">
    <xsl:with-param name="n">3</xsl:with-param>
    <xsl:with-param name="part">plan</xsl:with-param>
    <xsl:with-param name="count" select="plan/@steps"/>
    <xsl:with-param name="unit" select="$w/plan/steps"/>
  </xsl:call-template>
  <xsl:call-template name="part-link">
    <xsl:with-param name="n">4</xsl:with-param>
    <xsl:with-param name="part">runbooks</xsl:with-param>
    <xsl:with-param name="count" select="count(plan/phase)"/>
  </xsl:call-template>
  <xsl:call-template name="part-link">
    <xsl:with-param name="n">5</xsl:with-param>
    <xsl:with-param name="part">others</xsl:with-param>
    <xsl:with-param name="count" select="$others/@count"/>
  </xsl:call-template>
  <xsl:call-template name="part-link">
    <xsl:with-param name="n">6</xsl:with-param>
    <xsl:with-param name="part">decisions</xsl:with-param>
    <xsl:with-param name="count" select="count(decisions/decision)"/>
  </xsl:call-template>
  <xsl:call-template name="part-link">
    <xsl:with-param name="n">7</xsl:with-param>
    <xsl:with-param name="part">not-assessed</xsl:with-param>
    <xsl:with-param name="count" select="not-assessed/@undecided"/>
  </xsl:call-template>
  <xsl:call-template name="part-link">
    <xsl:with-param name="n">8</xsl:with-param>
    <xsl:with-param name="part">inventory</xsl:with-param>
    <xsl:with-param name="count" select="summary/number[1]/@value"/>
  </xsl:call-template>
  <xsl:call-template name="part-link">
    <xsl:with-param name="n">9</xsl:with-param>
    <xsl:with-param name="part">custody</xsl:with-param>
    <xsl:with-param name="count" select="count(custody/bundle)"/>
  </xsl:call-template>
  <xsl:call-template name="part-link">
    <xsl:with-param name="n">A</xsl:with-param>
    <xsl:with-param name="part">passed</xsl:with-param>
    <xsl:with-param name="count" select="count(passed/rule)"/>
  </xsl:call-template>
</xsl:template>

<xsl:template name="part-link">
  <xsl:param name="n"/>
  <xsl:param name="part"/>
  <xsl:param name="count"/>
  <xsl:param name="unit"/>
  <xsl:param name="symbol"/>
  <li>
    <a href="#{$part}">
      <span class="part">
        <span class="n"><xsl:value-of select="$n"/></span>
        <xsl:text> </xsl:text>
        <xsl:value-of select="$w/part/*[local-name() = $part]"/>
      </span>
      <xsl:if test="string($count)">
        <xsl:text> </xsl:text>
        <xsl:choose>
          <xsl:when test="$symbol and $count &gt; 0">
            <span class="count {$symbol}">
              <xsl:call-template name="symbol">
                <xsl:with-param name="of" select="$symbol"/>
              </xsl:call-template>
              <xsl:value-of select="$count"/>
            </span>
          </xsl:when>
          <xsl:otherwise>
            <span class="count">
              <xsl:value-of select="$count"/>
              <xsl:if test="$unit">
                <xsl:text> </xsl:text>
                <xsl:value-of select="$unit"/>
              </xsl:if>
            </span>
          </xsl:otherwise>
        </xsl:choose>
      </xsl:if>
    </a>
  </li>
</xsl:template>

<!-- Symbols: vectors on a field of 10 x 10, drawn in the colour of the text -->

<xsl:template name="symbols">
  <svg xmlns="http://www.w3.org/2000/svg" class="store" width="0" height="0"
      aria-hidden="true" focusable="false">
    <defs>
      <symbol id="symbol-blocker" viewBox="0 0 10 10">
        <path fill="currentColor" d="M3 0h4l3 3v4l-3 3H3L0 7V3z"/>
      </symbol>
      <symbol id="symbol-action" viewBox="0 0 10 10">
        <path fill="currentColor" d="M5 0l5 5-5 5-5-5z"/>
      </symbol>
      <symbol id="symbol-warning" viewBox="0 0 10 10">
        <path fill="none" stroke="currentColor" stroke-width="1.4"
            stroke-linejoin="round" d="M5 1l4.3 8.2H.7z"/>
      </symbol>
      <symbol id="symbol-info" viewBox="0 0 10 10">
        <circle fill="none" stroke="currentColor" stroke-width="1.4"
            cx="5" cy="5" r="4.2"/>
      </symbol>
      <symbol id="symbol-fail" viewBox="0 0 10 10">
        <path fill="none" stroke="currentColor" stroke-width="2"
            d="M1.5 1.5l7 7M8.5 1.5l-7 7"/>
      </symbol>
      <symbol id="symbol-pass" viewBox="0 0 10 10">
        <path fill="none" stroke="currentColor" stroke-width="1.7"
            d="M1 5.5l3 3 5.2-6.7"/>
      </symbol>
      <symbol id="symbol-unknown" viewBox="0 0 10 10">
        <circle fill="none" stroke="currentColor" stroke-width="1"
            stroke-dasharray="1.6 1.16" cx="5" cy="5" r="4.4"/>
        <path fill="none" stroke="currentColor" stroke-width="1"
            d="M3.6 4a1.45 1.4 0 1 1 2.2 1.15c-.6.35-.8.6-.8 1.15"/>
        <circle fill="currentColor" cx="5" cy="7.5" r=".65"/>
      </symbol>
      <symbol id="symbol-manual" viewBox="0 0 10 10">
        <path fill="none" stroke="currentColor" stroke-width="1.2"
            d="M.9.9h8.2v8.2H.9zM2.6 7h4.8"/>
      </symbol>
      <symbol id="symbol-waived" viewBox="0 0 10 10">
        <path fill="none" stroke="currentColor" stroke-width="1.1"
            d="M3.2.6h3.6l2.6 2.6v3.6L6.8 9.4H3.2L.6 6.8V3.2zM1.9 8.1l6.2-6.2"/>
      </symbol>
      <symbol id="symbol-error" viewBox="0 0 10 10">
        <path fill="currentColor" fill-rule="evenodd"
            d="M.5.5h9v9h-9zM4.3 2h1.4v4H4.3zM4.3 6.9h1.4v1.4H4.3z"/>
      </symbol>
      <symbol id="symbol-na" viewBox="0 0 10 10">
        <path fill="none" stroke="currentColor" stroke-width="1.4" d="M2 5h6"/>
      </symbol>
    </defs>
  </svg>
</xsl:template>

<xsl:template name="symbol">
  <xsl:param name="of"/>
  <svg xmlns="http://www.w3.org/2000/svg" class="symbol {$of}"
      viewBox="0 0 10 10" aria-hidden="true" focusable="false">
    <use href="#symbol-{$of}"/>
  </svg>
</xsl:template>

<!-- Text -->

<xsl:template match="text()" mode="inline">
  <xsl:value-of select="."/>
</xsl:template>

<xsl:template match="code" mode="inline">
  <code>
    <xsl:call-template name="soft">
      <xsl:with-param name="text" select="."/>
    </xsl:call-template>
  </code>
</xsl:template>

<xsl:template match="name" mode="inline">
  <b><xsl:call-template name="name">
    <xsl:with-param name="of" select="."/>
  </xsl:call-template></b>
</xsl:template>

<xsl:template match="*" mode="inline">
  <xsl:apply-templates select="node()" mode="inline"/>
</xsl:template>

<!-- A name that comes from a server -->
<xsl:template name="name">
  <xsl:param name="of"/>
  <xsl:choose>
    <xsl:when test="string($of)">
      <bdi>
        <xsl:call-template name="soft">
          <xsl:with-param name="text" select="$of"/>
        </xsl:call-template>
      </bdi>
    </xsl:when>
    <xsl:otherwise><xsl:value-of select="$w/document/unnamed"/></xsl:otherwise>
  </xsl:choose>
</xsl:template>

<!-- A value that may be missing from the evidence.  Words break at their
     spaces. -->
<xsl:template name="value">
  <xsl:param name="of"/>
  <xsl:choose>
    <xsl:when test="contains($of, ' ')">
      <bdi><xsl:value-of select="$of"/></bdi>
    </xsl:when>
    <xsl:when test="string($of)">
      <bdi>
        <xsl:call-template name="soft">
          <xsl:with-param name="text" select="$of"/>
        </xsl:call-template>
      </bdi>
    </xsl:when>
    <xsl:otherwise>
      <span class="muted"><xsl:value-of select="$w/document/unknown"/></span>
    </xsl:otherwise>
  </xsl:choose>
</xsl:template>

<!-- A path, address or value: may break after its punctuation.  Halves keep
     the recursion shallow however long a stranger's text is; what nobody reads
     breaks anywhere. -->
<xsl:template name="soft">
  <xsl:param name="text"/>
  <xsl:variable name="length" select="string-length($text)"/>
  <xsl:variable name="even"
      select="translate($text, '\.:_-@=,;&amp;?]', '////////////')"/>
  <xsl:choose>
    <xsl:when test="$length &lt; 2 or $length &gt; 1024 or not(contains($even, '/'))">
      <xsl:value-of select="$text"/>
    </xsl:when>
    <xsl:when test="$length &gt; 64">
      <xsl:variable name="half" select="floor($length div 2)"/>
      <xsl:call-template name="soft">
        <xsl:with-param name="text" select="substring($text, 1, $half)"/>
      </xsl:call-template>
      <xsl:call-template name="soft">
        <xsl:with-param name="text" select="substring($text, $half + 1)"/>
      </xsl:call-template>
    </xsl:when>
    <xsl:otherwise>
      <xsl:variable name="before"
          select="string-length(substring-before($even, '/'))"/>
      <xsl:value-of select="substring($text, 1, $before + 1)"/>
      <wbr/>
      <xsl:call-template name="soft">
        <xsl:with-param name="text" select="substring($text, $before + 2)"/>
      </xsl:call-template>
    </xsl:otherwise>
  </xsl:choose>
</xsl:template>

<!-- At most MOST characters, cut in the middle -->
<xsl:template name="cut">
  <xsl:param name="text"/>
  <xsl:param name="most"/>
  <xsl:variable name="length" select="string-length($text)"/>
  <xsl:choose>
    <xsl:when test="$length = 0">
      <xsl:value-of select="$w/document/unnamed"/>
    </xsl:when>
    <xsl:when test="$length &gt; $most">
      <xsl:variable name="left" select="ceiling(($most - 1) div 2)"/>
      <xsl:variable name="right" select="$most - 1 - $left"/>
      <xsl:value-of select="substring($text, 1, $left)"/>
      <xsl:text>…</xsl:text>
      <xsl:value-of select="substring($text, $length - $right + 1)"/>
    </xsl:when>
    <xsl:otherwise><xsl:value-of select="$text"/></xsl:otherwise>
  </xsl:choose>
</xsl:template>

<!-- A number in a table: zero is an en dash -->
<xsl:template name="count">
  <xsl:param name="of"/>
  <xsl:choose>
    <xsl:when test="$of &gt; 0">
      <xsl:value-of select="format-number($of, '#&#8201;##0')"/>
    </xsl:when>
    <xsl:otherwise>–</xsl:otherwise>
  </xsl:choose>
</xsl:template>

<!-- A rule's id, as a link where it leads somewhere -->
<xsl:template name="rule-link">
  <xsl:param name="id"/>
  <xsl:param name="words" select="$id"/>
  <xsl:choose>
    <xsl:when test="key('finding', $id) or key('passed', $id)
        or key('asked', $id)">
      <a href="#{$id}"><xsl:value-of select="$words"/></a>
    </xsl:when>
    <xsl:otherwise><xsl:value-of select="$words"/></xsl:otherwise>
  </xsl:choose>
</xsl:template>

<xsl:template name="step-link">
  <xsl:param name="id"/>
  <xsl:choose>
    <xsl:when test="key('step', $id)">
      <a href="#{$id}"><xsl:value-of select="$id"/></a>
    </xsl:when>
    <xsl:otherwise><xsl:value-of select="$id"/></xsl:otherwise>
  </xsl:choose>
</xsl:template>

<xsl:template name="bundle-number">
  <xsl:param name="of"/>
  <xsl:value-of select="count($of/preceding-sibling::bundle) + 1"/>
</xsl:template>

<!-- Text that leads to the bundle it was found in -->
<xsl:template name="bundle-link">
  <xsl:param name="id"/>
  <xsl:param name="text"/>
  <xsl:variable name="bundle" select="key('bundle', $id)[1]"/>
  <xsl:choose>
    <xsl:when test="string($id) and $bundle">
      <xsl:variable name="n">
        <xsl:call-template name="bundle-number">
          <xsl:with-param name="of" select="$bundle"/>
        </xsl:call-template>
      </xsl:variable>
      <a href="#bundle-{$n}"><xsl:call-template name="name">
        <xsl:with-param name="of" select="$text"/>
      </xsl:call-template></a>
    </xsl:when>
    <xsl:otherwise>
      <xsl:call-template name="value">
        <xsl:with-param name="of" select="$text"/>
      </xsl:call-template>
    </xsl:otherwise>
  </xsl:choose>
</xsl:template>

<!-- 64 hex digits in groups of 8: gaps to look at, none in a copy -->
<xsl:template name="digest">
  <xsl:param name="of"/>
  <xsl:param name="inner" select="false()"/>
  <xsl:choose>
    <xsl:when test="not($inner)">
      <code class="digest">
        <xsl:call-template name="digest">
          <xsl:with-param name="of" select="$of"/>
          <xsl:with-param name="inner" select="true()"/>
        </xsl:call-template>
      </code>
    </xsl:when>
    <xsl:when test="string($of)">
      <span><xsl:value-of select="substring($of, 1, 8)"/></span>
      <wbr/>
      <xsl:call-template name="digest">
        <xsl:with-param name="of" select="substring($of, 9)"/>
        <xsl:with-param name="inner" select="true()"/>
      </xsl:call-template>
    </xsl:when>
  </xsl:choose>
</xsl:template>

<!-- A command block.  Nothing stands in it but what is typed. -->
<xsl:template name="commands">
  <xsl:param name="lines"/>
  <xsl:param name="on"/>
  <xsl:param name="as"/>
  <xsl:if test="$lines[@refused]">
    <p class="fill-in">
      <xsl:call-template name="symbol">
        <xsl:with-param name="of">unknown</xsl:with-param>
      </xsl:call-template>
      <b><xsl:value-of select="$w/finding/fill-in"/></b>
      <xsl:text> </xsl:text>
      <xsl:for-each select="$lines[@refused]">
        <xsl:variable name="reason" select="@refused"/>
        <xsl:if test="not($lines[@refused = $reason][1]/preceding-sibling::command/@refused = $reason)
            and generate-id() = generate-id($lines[@refused = $reason][1])">
          <xsl:if test="position() &gt; 1">; </xsl:if>
          <bdi><xsl:value-of select="@refused"/></bdi>
        </xsl:if>
      </xsl:for-each>
    </p>
  </xsl:if>
  <div class="command">
    <xsl:if test="string($on) or string($as)">
      <p>
        <xsl:if test="string($on)">
          <b><xsl:call-template name="name">
            <xsl:with-param name="of" select="$on"/>
          </xsl:call-template></b>
          <xsl:text> </xsl:text>
        </xsl:if>
        <xsl:if test="string($as)">
          <xsl:call-template name="say">
            <xsl:with-param name="word" select="$w/finding/as"/>
            <xsl:with-param name="a" select="$as"/>
          </xsl:call-template>
        </xsl:if>
      </p>
    </xsl:if>
    <pre translate="no"><xsl:for-each select="$lines">
      <code>
        <xsl:if test="contains(., '&#10;')">
          <xsl:attribute name="class">whole</xsl:attribute>
        </xsl:if>
        <xsl:choose>
          <xsl:when test="@refused">
            <xsl:call-template name="places">
              <xsl:with-param name="text" select="."/>
            </xsl:call-template>
          </xsl:when>
          <xsl:otherwise><xsl:value-of select="."/></xsl:otherwise>
        </xsl:choose>
      </code>
    </xsl:for-each></pre>
  </div>
</xsl:template>

<!-- <name: see evidence> set off from the rest of a refused command -->
<xsl:template name="places">
  <xsl:param name="text"/>
  <xsl:variable name="inner"
      select="substring-before(substring-after($text, '&lt;'), ': see evidence&gt;')"/>
  <xsl:choose>
    <xsl:when test="string($inner) and not(contains($inner, '&lt;'))">
      <xsl:value-of select="substring-before($text, '&lt;')"/>
      <b>
        <xsl:text>&lt;</xsl:text>
        <xsl:value-of select="$inner"/>
        <xsl:text>: see evidence&gt;</xsl:text>
      </b>
      <xsl:call-template name="places">
        <xsl:with-param name="text"
            select="substring-after($text, ': see evidence&gt;')"/>
      </xsl:call-template>
    </xsl:when>
    <xsl:otherwise><xsl:value-of select="$text"/></xsl:otherwise>
  </xsl:choose>
</xsl:template>

<!-- The head of a part -->
<xsl:template name="part-head">
  <xsl:param name="part"/>
  <xsl:param name="n"/>
  <xsl:param name="title" select="$w/part/*[local-name() = $part]"/>
  <xsl:param name="intro" select="intro"/>
  <xsl:param name="empty" select="$w/finding/empty"/>
  <h2 id="{$part}-title" class="part-title">
    <span class="unseen"><xsl:value-of select="$n"/>. </span>
    <xsl:value-of select="$title"/>
  </h2>
  <p class="intro">
    <xsl:choose>
      <xsl:when test="$intro">
        <xsl:apply-templates select="$intro/node()" mode="inline"/>
      </xsl:when>
      <xsl:otherwise><xsl:value-of select="$empty"/></xsl:otherwise>
    </xsl:choose>
  </p>
</xsl:template>

<!-- 1 Summary -->

<xsl:template match="summary">
  <section id="summary" class="part" aria-labelledby="verdict">
    <p class="running">
      <span>
        <xsl:value-of select="$report/@generated-words"/>
        <xsl:text> · </xsl:text>
        <xsl:call-template name="input-id"/>
      </span>
      <span><xsl:value-of
          select="concat($report/tool/@name, ' ', $report/tool/@version)"/></span>
    </p>
    <xsl:apply-templates select="verdict"/>
    <xsl:if test="number">
      <dl class="numbers">
        <xsl:apply-templates select="number"/>
      </dl>
    </xsl:if>
    <nav class="shortcuts" aria-label="{$w/part/summary}">
      <a href="#blockers">
        <xsl:value-of select="concat($w/part/blockers, ' ', $blockers/@count)"/>
      </a>
      <xsl:text> </xsl:text>
      <a href="#plan"><xsl:value-of select="$w/part/plan"/></a>
      <xsl:text> </xsl:text>
      <a href="#runbooks"><xsl:value-of select="$w/part/runbooks"/></a>
      <xsl:text> </xsl:text>
      <a href="#parts"><xsl:value-of select="$w/document/all-parts"/></a>
    </nav>
    <xsl:apply-templates select="fixes"/>
    <xsl:apply-templates select="picture"/>
    <div class="pair">
      <xsl:apply-templates select="counts"/>
      <xsl:apply-templates select="actors"/>
    </div>
    <xsl:apply-templates select="window"/>
  </section>
</xsl:template>

<xsl:template match="verdict">
  <xsl:variable name="symbol">
    <xsl:choose>
      <xsl:when test="@state = 'not-ready'">blocker</xsl:when>
      <xsl:when test="@state = 'ready-with-actions'">action</xsl:when>
      <xsl:when test="@state = 'ready'">pass</xsl:when>
      <xsl:otherwise>unknown</xsl:otherwise>
    </xsl:choose>
  </xsl:variable>
  <h1 id="verdict" class="verdict {$symbol}">
    <xsl:call-template name="symbol">
      <xsl:with-param name="of" select="$symbol"/>
    </xsl:call-template>
    <span><xsl:value-of select="@words"/></span>
  </h1>
  <p class="lead"><xsl:apply-templates select="lead/node()" mode="inline"/></p>
</xsl:template>

<xsl:template match="number">
  <div>
    <dt><xsl:value-of select="@label"/></dt>
    <dd>
      <xsl:if test="@weak = 'true'">
        <xsl:call-template name="symbol">
          <xsl:with-param name="of">unknown</xsl:with-param>
        </xsl:call-template>
        <span class="unseen">
          <xsl:value-of select="$w/summary/weak"/>
          <xsl:text> </xsl:text>
        </span>
      </xsl:if>
      <xsl:value-of select="@value"/>
    </dd>
  </div>
</xsl:template>

<!-- The table becomes cards on a narrow screen: explicit roles keep it a
     table for those who cannot see it. -->
<xsl:template match="fixes">
  <xsl:variable name="fixes" select="."/>
  <xsl:variable name="hosts" select="host[$fixes/@columns = 'hosts']"/>
  <xsl:variable name="symbol">
    <xsl:choose>
      <xsl:when test="@severity = 'action'">action</xsl:when>
      <xsl:otherwise>blocker</xsl:otherwise>
    </xsl:choose>
  </xsl:variable>
  <section class="block" aria-labelledby="fixes">
    <h2 id="fixes"><xsl:value-of select="$w/summary/fixes"/></h2>
    <xsl:if test="fix">
      <table class="fixes {@columns}" role="table" aria-labelledby="fixes">
        <thead role="rowgroup">
          <tr role="row">
            <th scope="col" role="columnheader" class="rank">
              <span class="unseen"><xsl:value-of select="$w/summary/rank"/></span>
            </th>
            <th scope="col" role="columnheader">
              <xsl:value-of select="$w/summary/do"/>
            </th>
            <th scope="col" role="columnheader">
              <xsl:value-of select="$w/summary/rule"/>
            </th>
            <th scope="col" role="columnheader">
              <xsl:value-of select="$w/summary/who"/>
            </th>
            <xsl:for-each select="$hosts">
              <th scope="col" role="columnheader" class="host">
                <bdi title="{@name}"><xsl:call-template name="cut">
                  <xsl:with-param name="text" select="@name"/>
                  <xsl:with-param name="most" select="10"/>
                </xsl:call-template></bdi>
              </th>
            </xsl:for-each>
            <xsl:if test="@columns = 'count'">
              <th scope="col" role="columnheader" class="reach">
                <xsl:value-of select="$w/summary/servers"/>
              </th>
            </xsl:if>
            <xsl:if test="@columns != 'none'">
              <th scope="col" role="columnheader" class="free">
                <xsl:value-of select="$w/summary/free-after"/>
              </th>
            </xsl:if>
          </tr>
        </thead>
        <tbody role="rowgroup">
          <xsl:for-each select="fix">
            <xsl:variable name="fix" select="."/>
            <tr role="row">
              <td role="cell" class="rank"><xsl:value-of select="@rank"/></td>
              <th scope="row" role="rowheader" class="remedy">
                <xsl:apply-templates select="remedy/node()" mode="inline"/>
              </th>
              <td role="cell" class="rule">
                <xsl:call-template name="rule-link">
                  <xsl:with-param name="id" select="@rule"/>
                  <xsl:with-param name="words" select="@short"/>
                </xsl:call-template>
              </td>
              <td role="cell" class="who"><xsl:value-of select="@who"/></td>
              <xsl:for-each select="$hosts">
                <xsl:variable name="id" select="@id"/>
                <td role="cell" class="host">
                  <xsl:choose>
                    <xsl:when test="$fix/held[@host = $id]">
                      <xsl:call-template name="symbol">
                        <xsl:with-param name="of" select="$symbol"/>
                      </xsl:call-template>
                      <span class="unseen"><bdi>
                        <xsl:call-template name="say">
                          <xsl:with-param name="word" select="$w/summary/held"/>
                          <xsl:with-param name="a" select="@name"/>
                        </xsl:call-template>
                      </bdi></span>
                    </xsl:when>
                    <xsl:otherwise>
                      <span aria-hidden="true" class="muted">·</span>
                      <span class="unseen"><bdi>
                        <xsl:call-template name="say">
                          <xsl:with-param name="word" select="$w/summary/not-held"/>
                          <xsl:with-param name="a" select="@name"/>
                        </xsl:call-template>
                      </bdi></span>
                    </xsl:otherwise>
                  </xsl:choose>
                </td>
              </xsl:for-each>
              <xsl:if test="$hosts">
                <td role="cell" class="names">
                  <xsl:call-template name="symbol">
                    <xsl:with-param name="of" select="$symbol"/>
                  </xsl:call-template>
                  <xsl:for-each select="$hosts[@id = $fix/held/@host]">
                    <xsl:if test="position() &gt; 1">, </xsl:if>
                    <xsl:call-template name="name">
                      <xsl:with-param name="of" select="@name"/>
                    </xsl:call-template>
                  </xsl:for-each>
                </td>
              </xsl:if>
              <xsl:if test="$fixes/@columns = 'count'">
                <td role="cell" class="reach">
                  <span class="held"><xsl:value-of select="@held"/></span>
                  <span class="label">
                    <xsl:text> </xsl:text>
                    <xsl:value-of select="$w/summary/servers"/>
                  </span>
                  <svg xmlns="http://www.w3.org/2000/svg" class="bar {$symbol}"
                      viewBox="0 0 96 6" aria-hidden="true" focusable="false">
                    <rect class="track" width="96" height="6"/>
                    <rect class="length" height="6" width="{format-number(
                        96 * @held div $fixes/@total, '0.##')}"/>
                  </svg>
                </td>
              </xsl:if>
              <xsl:if test="$fixes/@columns != 'none'">
                <td role="cell" class="free">
                  <span class="label">
                    <xsl:value-of select="$w/summary/free-after"/>
                    <xsl:text> </xsl:text>
                  </span>
                  <b><xsl:call-template name="say">
                    <xsl:with-param name="word" select="$w/summary/of"/>
                    <xsl:with-param name="a" select="@free-after"/>
                    <xsl:with-param name="b" select="$fixes/@total"/>
                  </xsl:call-template></b>
                </td>
              </xsl:if>
            </tr>
          </xsl:for-each>
        </tbody>
      </table>
    </xsl:if>
    <xsl:if test="@more &gt; 0">
      <p class="more">
        <a href="#{substring('blockersothers', 1 + 8 * (@severity = 'action'),
            8 - 2 * (@severity = 'action'))}">
          <xsl:call-template name="say">
            <xsl:with-param name="word"
                select="$w/summary/*[local-name() = concat('more-', $symbol, substring('-one', 1, 4 * (current()/@more = 1)))]"/>
            <xsl:with-param name="a" select="@more"/>
          </xsl:call-template>
        </a>
      </p>
    </xsl:if>
    <xsl:if test="note">
      <p class="note">
        <xsl:if test="$hosts and fix">
          <span class="key">
            <xsl:call-template name="symbol">
              <xsl:with-param name="of" select="$symbol"/>
            </xsl:call-template>
            <xsl:value-of select="$w/summary/holds"/>
          </span>
          <xsl:text> </xsl:text>
        </xsl:if>
        <xsl:for-each select="note">
          <xsl:if test="position() &gt; 1"><xsl:text> </xsl:text></xsl:if>
          <xsl:apply-templates select="node()" mode="inline"/>
        </xsl:for-each>
      </p>
    </xsl:if>
  </section>
</xsl:template>

<!-- The picture is drawn as report.xml has it; 1 pt becomes 1.58 px, so that
     its smallest letters (7 pt) are 11 px. -->
<xsl:template match="picture">
  <section class="block" aria-labelledby="estate">
    <h2 id="estate"><xsl:value-of select="$w/summary/estate"/></h2>
    <xsl:if test="box"><xsl:call-template name="picture"/></xsl:if>
    <xsl:if test="not(box)">
      <p><xsl:value-of select="@alt"/></p>
    </xsl:if>
    <xsl:for-each select="note">
      <p class="note">
        <xsl:if test="../box[@blockers &gt; 0]">
          <span class="key"><xsl:call-template name="symbol">
            <xsl:with-param name="of">blocker</xsl:with-param>
          </xsl:call-template></span>
        </xsl:if>
        <xsl:apply-templates select="node()" mode="inline"/>
      </p>
    </xsl:for-each>
  </section>
</xsl:template>

<xsl:template name="picture">
      <div class="scroll" role="group" tabindex="0"
          aria-label="{$w/summary/picture}">
        <svg xmlns="http://www.w3.org/2000/svg" class="picture" role="img"
            aria-label="{@alt}"
            width="{format-number(@width * 1.58, '0')}"
            height="{format-number(@height * 1.58, '0')}"
            viewBox="0 0 {@width} {@height}">
          <xsl:for-each select="head">
            <text class="head" x="{@x}" y="{@y}"><xsl:value-of select="."/></text>
          </xsl:for-each>
          <xsl:for-each select="protocol">
            <text class="protocol" x="{@x}" y="{@y}"><xsl:value-of select="."/></text>
          </xsl:for-each>
          <xsl:for-each select="link">
            <line class="{@kind}" x1="{@x1}" y1="{@y1}" x2="{@x2}" y2="{@y2}"/>
          </xsl:for-each>
          <xsl:for-each select="dot">
            <circle class="dot" cx="{@x}" cy="{@y}" r="1.5"/>
          </xsl:for-each>
          <xsl:apply-templates select="box"/>
        </svg>
      </div>
</xsl:template>

<!-- A box keeps its text inside whatever it is called: a long name is cut to
     22 characters, then set narrower; what is wider still is clipped. -->
<xsl:template match="picture/box">
  <xsl:variable name="label">
    <xsl:call-template name="cut">
      <xsl:with-param name="text" select="@label"/>
      <xsl:with-param name="most" select="22"/>
    </xsl:call-template>
  </xsl:variable>
  <xsl:variable name="second">
    <xsl:if test="string(@second)">
      <xsl:call-template name="cut">
        <xsl:with-param name="text" select="@second"/>
        <xsl:with-param name="most" select="36"/>
      </xsl:call-template>
    </xsl:if>
  </xsl:variable>
  <!-- From the right: symbol, count before it, unknown before both -->
  <xsl:variable name="held"
      select="(@blockers &gt; 0) * (14 + 6.5 * string-length(@blockers))"/>
  <xsl:variable name="doubt" select="@unknown = 'true' or @kind = 'missing'"/>
  <xsl:variable name="room" select="@width - 14 - $held - $doubt * 12"/>
  <g xmlns="http://www.w3.org/2000/svg" class="box {@kind}">
    <xsl:if test="@stack &gt; 1">
      <rect x="{@x + 3}" y="{@y - 3}" width="{@width}" height="{@height}"/>
    </xsl:if>
    <rect x="{@x}" y="{@y}" width="{@width}" height="{@height}"/>
    <svg x="{@x}" y="{@y}" width="{@width - 3}" height="{@height}">
      <svg width="{7 + $room}" height="{@height}">
        <text class="label" x="7" y="13">
          <xsl:if test="string-length($label) &gt; $room div 6">
            <xsl:attribute name="textLength">
              <xsl:value-of select="$room"/>
            </xsl:attribute>
            <xsl:attribute name="lengthAdjust">spacingAndGlyphs</xsl:attribute>
          </xsl:if>
          <xsl:value-of select="$label"/>
        </text>
      </svg>
      <text class="second" x="7" y="24">
        <xsl:if test="string-length($second) &gt; 28">
          <xsl:attribute name="textLength">
            <xsl:value-of select="@width - 13"/>
          </xsl:attribute>
          <xsl:attribute name="lengthAdjust">spacingAndGlyphs</xsl:attribute>
        </xsl:if>
        <xsl:value-of select="$second"/>
      </text>
    </svg>
    <xsl:if test="@blockers &gt; 0">
      <text class="held" x="{@x + @width - 18}" y="{@y + 13}">
        <xsl:value-of select="@blockers"/>
      </text>
      <use class="blocker" href="#symbol-blocker" x="{@x + @width - 15}"
          y="{@y + 5.5}" width="8.5" height="8.5"/>
    </xsl:if>
    <xsl:if test="$doubt">
      <use class="unknown" href="#symbol-unknown" width="8.5" height="8.5"
          x="{@x + @width - 15 - $held - 2 * (@blockers &gt; 0)}" y="{@y + 5.5}"/>
    </xsl:if>
  </g>
</xsl:template>

<xsl:template match="counts">
  <section class="block" aria-labelledby="counts">
    <h2 id="counts">
      <xsl:call-template name="say">
        <xsl:with-param name="word" select="$w/summary/counts"/>
        <xsl:with-param name="a" select="@rules"/>
      </xsl:call-template>
    </h2>
    <div class="scroll" role="group" tabindex="0" aria-labelledby="counts">
      <table class="counts" aria-labelledby="counts">
        <thead>
          <tr>
            <th scope="col">
              <span class="unseen"><xsl:value-of select="$w/summary/severity"/></span>
            </th>
            <xsl:for-each select="$w/outcome/*[local-name() != 'rules']">
              <th scope="col" class="number">
                <xsl:call-template name="symbol">
                  <xsl:with-param name="of" select="local-name()"/>
                </xsl:call-template>
                <xsl:value-of select="."/>
              </th>
            </xsl:for-each>
            <th scope="col" class="number">
              <xsl:value-of select="$w/outcome/rules"/>
            </th>
          </tr>
        </thead>
        <tbody>
          <xsl:for-each select="row">
            <xsl:variable name="row" select="."/>
            <tr class="{@severity}">
              <th scope="row">
                <xsl:if test="@severity != 'all'">
                  <xsl:call-template name="symbol">
                    <xsl:with-param name="of" select="@severity"/>
                  </xsl:call-template>
                </xsl:if>
                <xsl:value-of select="$w/severity/*[local-name() = $row/@severity]"/>
              </th>
              <xsl:for-each select="$w/outcome/*">
                <xsl:variable name="outcome" select="local-name()"/>
                <xsl:variable name="n"
                    select="$row/@*[local-name() = $outcome]"/>
                <td>
                  <xsl:attribute name="class">
                    <xsl:text>number</xsl:text>
                    <xsl:choose>
                      <xsl:when test="$row/@severity = 'blocker' and $n &gt; 0
                          and ($outcome = 'fail' or $outcome = 'unknown' or
                          $outcome = 'manual' or $outcome = 'error')">
                        <xsl:value-of select="concat(' wrong ', $outcome)"/>
                      </xsl:when>
                      <xsl:when test="$outcome = 'pass' or $outcome = 'na'"> quiet</xsl:when>
                    </xsl:choose>
                  </xsl:attribute>
                  <xsl:call-template name="count">
                    <xsl:with-param name="of" select="$n"/>
                  </xsl:call-template>
                </td>
              </xsl:for-each>
            </tr>
          </xsl:for-each>
        </tbody>
      </table>
    </div>
    <xsl:for-each select="note">
      <p class="note"><xsl:apply-templates select="node()" mode="inline"/></p>
    </xsl:for-each>
  </section>
</xsl:template>

<xsl:template match="actors">
  <section class="block" aria-labelledby="actors">
    <h2 id="actors"><xsl:value-of select="$w/summary/actors"/></h2>
    <xsl:choose>
      <xsl:when test="actor">
        <table class="actors" aria-labelledby="actors">
          <thead>
            <tr>
              <th scope="col"><span class="unseen">
                <xsl:value-of select="$w/summary/actor"/>
              </span></th>
              <th scope="col" class="number"><xsl:value-of select="$w/summary/blockers"/></th>
              <th scope="col" class="number"><xsl:value-of select="$w/summary/actions"/></th>
              <th scope="col" class="number"><xsl:value-of select="$w/summary/answers"/></th>
            </tr>
          </thead>
          <tbody>
            <xsl:for-each select="actor">
              <tr>
                <th scope="row"><xsl:value-of select="@name"/></th>
                <td>
                  <xsl:attribute name="class">
                    <xsl:text>number</xsl:text>
                    <xsl:if test="@blockers &gt; 0"> wrong fail</xsl:if>
                  </xsl:attribute>
                  <xsl:call-template name="count">
                    <xsl:with-param name="of" select="@blockers"/>
                  </xsl:call-template>
                </td>
                <td class="number"><xsl:call-template name="count">
                  <xsl:with-param name="of" select="@actions"/>
                </xsl:call-template></td>
                <td class="number"><xsl:call-template name="count">
                  <xsl:with-param name="of" select="@answers"/>
                </xsl:call-template></td>
              </tr>
            </xsl:for-each>
          </tbody>
        </table>
      </xsl:when>
      <xsl:otherwise><p><xsl:value-of select="$w/summary/nobody"/></p></xsl:otherwise>
    </xsl:choose>
  </section>
</xsl:template>

<xsl:template match="window">
  <section class="block" aria-labelledby="window">
    <h2 id="window"><xsl:value-of select="$w/summary/window"/></h2>
    <xsl:if test="figure">
      <dl class="figures">
        <xsl:for-each select="figure">
          <div>
            <dt><xsl:value-of select="@words"/></dt>
            <dd><xsl:value-of select="@value"/></dd>
          </div>
        </xsl:for-each>
      </dl>
    </xsl:if>
    <xsl:for-each select="note">
      <p><xsl:apply-templates select="node()" mode="inline"/></p>
    </xsl:for-each>
  </section>
</xsl:template>

<!-- 2 Blockers, 5 Other findings -->

<xsl:template match="findings">
  <xsl:variable name="others" select="@kind = 'others'"/>
  <xsl:variable name="part" select="@kind"/>
  <section id="{$part}" class="part" aria-labelledby="{$part}-title">
    <xsl:call-template name="part-head">
      <xsl:with-param name="part" select="$part"/>
      <xsl:with-param name="n" select="2 + 3 * $others"/>
    </xsl:call-template>
    <xsl:apply-templates select="group"/>
  </section>
</xsl:template>

<xsl:template match="findings/group">
  <xsl:variable name="title">
    <xsl:choose>
      <xsl:when test="string(@title)"><xsl:value-of select="@title"/></xsl:when>
      <xsl:when test="@kind != 'blocker'">
        <xsl:value-of select="$w/group/*[local-name() = current()/@kind]"/>
      </xsl:when>
    </xsl:choose>
  </xsl:variable>
  <xsl:if test="string($title)">
    <h2 class="group">
      <xsl:value-of select="$title"/>
      <xsl:text> </xsl:text>
      <span class="muted"><xsl:value-of select="@count"/></span>
    </h2>
  </xsl:if>
  <xsl:apply-templates select="finding"/>
</xsl:template>

<xsl:template match="finding">
  <xsl:variable name="id">
    <xsl:value-of select="@rule"/>
    <xsl:if test="generate-id() != generate-id(key('finding', @rule)[1])">
      <xsl:value-of select="concat('-', @outcome, '-',
          count(preceding::finding[@rule = current()/@rule]) + 1)"/>
    </xsl:if>
  </xsl:variable>
  <article class="finding" id="{$id}" aria-labelledby="{$id}-title">
    <p class="rail {@severity}">
      <xsl:call-template name="symbol">
        <xsl:with-param name="of" select="@severity"/>
      </xsl:call-template>
      <xsl:value-of select="$w/severity/*[local-name() = current()/@severity]"/>
    </p>
    <div class="head">
      <h3 id="{$id}-title"><xsl:apply-templates select="title/node()" mode="inline"/></h3>
      <p class="banner">
        <b><xsl:value-of select="@rule"/></b>
        <xsl:text> · </xsl:text>
        <span class="outcome">
          <xsl:call-template name="symbol">
            <xsl:with-param name="of" select="@outcome"/>
          </xsl:call-template>
          <xsl:value-of select="@outcome-words"/>
        </span>
        <xsl:for-each select="(@phase | @remedy-kind)[string(.)]">
          <xsl:text> · </xsl:text>
          <xsl:value-of select="."/>
        </xsl:for-each>
        <xsl:if test="string(@actor)"> · <xsl:value-of select="@actor"/></xsl:if>
        <xsl:if test="string(@reach)"> · <xsl:value-of select="@reach"/></xsl:if>
        <xsl:if test="@state = 'new' or @state = 'changed'">
          <xsl:text> · </xsl:text>
          <xsl:value-of select="@state"/>
        </xsl:if>
      </p>
    </div>
    <dl class="rows">
      <xsl:if test="why">
        <div>
          <dt><xsl:value-of select="$w/finding/why"/></dt>
          <dd class="prose">
            <xsl:for-each select="why">
              <p><xsl:apply-templates select="node()" mode="inline"/></p>
            </xsl:for-each>
          </dd>
        </div>
      </xsl:if>
      <xsl:apply-templates select="subjects"/>
      <xsl:if test="do">
        <div>
          <dt><xsl:value-of select="$w/finding/do"/></dt>
          <dd><xsl:apply-templates select="do"/></dd>
        </div>
      </xsl:if>
      <xsl:if test="check">
        <div>
          <dt><xsl:value-of select="$w/finding/check"/></dt>
          <dd class="prose">
            <xsl:for-each select="check">
              <p><xsl:apply-templates select="node()" mode="inline"/></p>
            </xsl:for-each>
          </dd>
        </div>
      </xsl:if>
      <xsl:if test="gates or closed-by">
        <div>
          <dt><xsl:value-of select="$w/finding/plan"/></dt>
          <dd>
            <xsl:for-each select="closed-by">
              <xsl:choose>
                <xsl:when test="position() = 1">
                  <xsl:value-of select="$w/finding/closed-by"/>
                  <xsl:text> </xsl:text>
                </xsl:when>
                <xsl:otherwise>, </xsl:otherwise>
              </xsl:choose>
              <xsl:call-template name="step-link">
                <xsl:with-param name="id" select="@step"/>
              </xsl:call-template>
            </xsl:for-each>
            <xsl:if test="gates and closed-by"><xsl:text>. </xsl:text></xsl:if>
            <xsl:for-each select="gates[position() &lt;= 12]">
              <xsl:choose>
                <xsl:when test="position() = 1">
                  <xsl:value-of select="$w/finding/gates"/>
                  <xsl:text> </xsl:text>
                </xsl:when>
                <xsl:otherwise>, </xsl:otherwise>
              </xsl:choose>
              <xsl:call-template name="step-link">
                <xsl:with-param name="id" select="@step"/>
              </xsl:call-template>
            </xsl:for-each>
            <xsl:if test="count(gates) &gt; 12">
              <xsl:text> </xsl:text>
              <xsl:call-template name="say">
                <xsl:with-param name="word" select="$w/finding/and-more"/>
                <xsl:with-param name="a" select="count(gates) - 12"/>
              </xsl:call-template>
            </xsl:if>
          </dd>
        </div>
      </xsl:if>
      <xsl:for-each select="waiver">
        <div>
          <dt><xsl:value-of select="$w/finding/waiver"/></dt>
          <dd><bdi>
            <xsl:value-of select="@owner"/>
            <xsl:if test="string(@reason)">: <xsl:value-of select="@reason"/></xsl:if>
            <xsl:if test="string(@until)">
              <xsl:text>, </xsl:text>
              <xsl:call-template name="say">
                <xsl:with-param name="word" select="$w/finding/until"/>
                <xsl:with-param name="a" select="@until"/>
              </xsl:call-template>
            </xsl:if>
          </bdi></dd>
        </div>
      </xsl:for-each>
      <xsl:if test="needs">
        <div>
          <dt><xsl:value-of select="$w/finding/needs"/></dt>
          <dd class="prose">
            <xsl:for-each select="needs">
              <p><xsl:apply-templates select="node()" mode="inline"/></p>
            </xsl:for-each>
          </dd>
        </div>
      </xsl:if>
      <xsl:if test="source">
        <div>
          <dt><xsl:value-of select="$w/finding/source"/></dt>
          <dd class="muted">
            <xsl:for-each select="source">
              <xsl:if test="position() &gt; 1">; </xsl:if>
              <xsl:apply-templates select="node()" mode="inline"/>
            </xsl:for-each>
          </dd>
        </div>
      </xsl:if>
    </dl>
  </article>
</xsl:template>

<xsl:template match="finding/do">
  <xsl:variable name="words" select="node()[not(self::commands)]"/>
  <xsl:variable name="said">
    <xsl:apply-templates select="$words" mode="inline"/>
  </xsl:variable>
  <xsl:if test="normalize-space($said)">
    <p class="prose"><xsl:apply-templates select="$words" mode="inline"/></p>
  </xsl:if>
  <xsl:for-each select="commands[command]">
    <xsl:call-template name="commands">
      <xsl:with-param name="lines" select="command"/>
      <xsl:with-param name="on" select="@on"/>
      <xsl:with-param name="as" select="@as"/>
    </xsl:call-template>
  </xsl:for-each>
</xsl:template>

<xsl:template match="subjects">
  <xsl:variable name="hidden" select="row[@hidden = 'true']"/>
  <div>
    <dt><xsl:value-of select="@label"/></dt>
    <dd>
      <xsl:call-template name="subject-table">
        <xsl:with-param name="rows" select="row[not(@hidden = 'true')]"/>
      </xsl:call-template>
      <xsl:if test="$hidden">
        <details>
          <summary>
            <xsl:choose>
              <xsl:when test="count($hidden) = 1">
                <xsl:value-of select="$w/finding/show-row"/>
              </xsl:when>
              <xsl:otherwise>
                <xsl:call-template name="say">
                  <xsl:with-param name="word" select="$w/finding/show-rows"/>
                  <xsl:with-param name="a" select="count($hidden)"/>
                </xsl:call-template>
              </xsl:otherwise>
            </xsl:choose>
          </summary>
          <xsl:call-template name="subject-table">
            <xsl:with-param name="rows" select="$hidden"/>
          </xsl:call-template>
        </details>
      </xsl:if>
      <xsl:if test="@more &gt; 0">
        <p class="more">
          <xsl:call-template name="say">
            <xsl:with-param name="word" select="$w/finding/more-in"/>
            <xsl:with-param name="a" select="@more"/>
            <xsl:with-param name="b" select="@file"/>
            <xsl:with-param name="c" select="../@rule"/>
          </xsl:call-template>
        </p>
      </xsl:if>
    </dd>
  </div>
</xsl:template>

<xsl:template name="subject-table">
  <xsl:param name="rows"/>
  <xsl:if test="$rows">
    <xsl:variable name="first" select="$rows[1]"/>
    <div class="scroll" role="group" tabindex="0"
        aria-label="{../@rule}: {@label}">
      <table aria-label="{../@rule}: {@label}">
        <thead>
          <tr>
            <xsl:for-each select="column">
              <xsl:variable name="n" select="position()"/>
              <th scope="col">
                <xsl:if test="$first/cell[$n]/@kind = 'number'">
                  <xsl:attribute name="class">number</xsl:attribute>
                </xsl:if>
                <xsl:value-of select="."/>
              </th>
            </xsl:for-each>
          </tr>
        </thead>
        <tbody>
          <xsl:for-each select="$rows">
            <tr>
              <xsl:for-each select="cell">
                <xsl:choose>
                  <xsl:when test="position() = 1">
                    <th scope="row"><xsl:apply-templates select="."/></th>
                  </xsl:when>
                  <xsl:otherwise>
                    <td>
                      <xsl:if test="@kind">
                        <xsl:attribute name="class">
                          <xsl:value-of select="@kind"/>
                        </xsl:attribute>
                      </xsl:if>
                      <xsl:apply-templates select="."/>
                    </td>
                  </xsl:otherwise>
                </xsl:choose>
              </xsl:for-each>
            </tr>
          </xsl:for-each>
        </tbody>
      </table>
    </div>
  </xsl:if>
</xsl:template>

<xsl:template match="cell">
  <xsl:choose>
    <xsl:when test="@kind = 'evidence'">
      <xsl:apply-templates select="evidence"/>
      <xsl:if test="more">
        <p class="more">
          <xsl:call-template name="say">
            <xsl:with-param name="word" select="$w/finding/and-more"/>
            <xsl:with-param name="a" select="more"/>
          </xsl:call-template>
        </p>
      </xsl:if>
    </xsl:when>
    <xsl:when test="*">
      <bdi><xsl:apply-templates select="node()" mode="inline"/></bdi>
    </xsl:when>
    <xsl:otherwise>
      <xsl:call-template name="value">
        <xsl:with-param name="of" select="."/>
      </xsl:call-template>
    </xsl:otherwise>
  </xsl:choose>
</xsl:template>

<xsl:template match="evidence">
  <div class="proof">
    <code>
      <xsl:call-template name="bundle-link">
        <xsl:with-param name="id" select="@bundle"/>
        <xsl:with-param name="text" select="@place"/>
      </xsl:call-template>
    </code>
    <xsl:if test="normalize-space(.)">
      <code class="excerpt"><bdi>
        <xsl:choose>
          <xsl:when test="*"><xsl:apply-templates select="node()" mode="inline"/></xsl:when>
          <xsl:otherwise>
            <xsl:call-template name="soft">
              <xsl:with-param name="text" select="."/>
            </xsl:call-template>
          </xsl:otherwise>
        </xsl:choose>
      </bdi></code>
    </xsl:if>
  </div>
</xsl:template>

<!-- 3 Plan -->

<xsl:template match="plan">
  <section id="plan" class="part" aria-labelledby="plan-title">
    <xsl:call-template name="part-head">
      <xsl:with-param name="part">plan</xsl:with-param>
      <xsl:with-param name="n">3</xsl:with-param>
      <xsl:with-param name="title">
        <xsl:choose>
          <xsl:when test="@steps &gt; 0">
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
    <xsl:if test="phase and columns/column">
      <details class="as-table">
        <summary><xsl:value-of select="$w/plan/table"/></summary>
        <xsl:call-template name="chart"/>
      </details>
    </xsl:if>
    <xsl:if test="order/host and not($one-host)">
      <p class="note">
        <xsl:value-of select="$w/plan/order"/>
        <xsl:text>: </xsl:text>
        <xsl:for-each select="order/host">
          <xsl:if test="position() &gt; 1">, </xsl:if>
          <b><xsl:call-template name="name">
            <xsl:with-param name="of" select="@name"/>
          </xsl:call-template></b>
        </xsl:for-each>
        <xsl:if test="string(order/@basis)">
          <xsl:value-of select="concat(' (', order/@basis, ')')"/>
        </xsl:if>
      </p>
    </xsl:if>
    <xsl:if test="note">
      <h3 class="label"><xsl:value-of select="$w/plan/notes"/></h3>
      <ol class="notes">
        <xsl:for-each select="note">
          <li id="note-{@n}" value="{@n}">
            <xsl:apply-templates select="node()" mode="inline"/>
          </li>
        </xsl:for-each>
      </ol>
    </xsl:if>
    <xsl:if test="gate or gates-by-hand">
      <h3 class="label"><xsl:value-of select="$w/plan/gates"/></h3>
    </xsl:if>
    <xsl:if test="gate">
      <ul class="gates">
        <xsl:for-each select="gate">
          <li>
            <span class="{@severity}">
              <xsl:call-template name="symbol">
                <xsl:with-param name="of" select="@severity"/>
              </xsl:call-template>
            </span>
            <b><xsl:call-template name="rule-link">
              <xsl:with-param name="id" select="@rule"/>
            </xsl:call-template></b>
            <xsl:text> </xsl:text>
            <bdi><xsl:value-of select="@title"/></bdi>
            <span class="muted">
              <xsl:call-template name="waits"/>
            </span>
          </li>
        </xsl:for-each>
      </ul>
    </xsl:if>
    <xsl:if test="gates-by-hand">
      <p><xsl:call-template name="by-hand"/></p>
    </xsl:if>
  </section>
</xsl:template>

<!-- Hosts across, time down, drawn as report.xml has it; 1 pt becomes 1.58 px. -->
<xsl:template match="plan/chart">
  <div class="scroll" role="group" tabindex="0" aria-label="{$w/plan/chart}">
    <svg xmlns="http://www.w3.org/2000/svg" class="plan-chart" role="img"
        aria-label="{@alt}"
        width="{format-number(@width * 1.58, '0')}"
        height="{format-number(@height * 1.58, '0')}"
        viewBox="0 0 {@width} {@height}">
      <xsl:for-each select="line">
        <line class="{@kind}" x1="{@x1}" y1="{@y1}" x2="{@x2}" y2="{@y2}"/>
      </xsl:for-each>
      <xsl:for-each select="box">
        <rect class="{@kind}" x="{@x}" y="{@y}" width="{@width}" height="{@height}"/>
      </xsl:for-each>
      <xsl:for-each select="box[string(.)]">
        <text class="in" x="{@x + @width div 2}" y="{@y + 8.4}">
          <xsl:if test="@width &lt; 44 and string-length(.) &gt; 5">
            <xsl:attribute name="class">in narrow</xsl:attribute>
          </xsl:if>
          <xsl:call-template name="chart-box"/>
        </text>
      </xsl:for-each>
      <xsl:for-each select="word">
        <text class="{@kind}">
          <xsl:choose>
            <xsl:when test="contains(' service-down start tree database not-seen ', concat(' ', @kind, ' '))">
              <xsl:attribute name="transform">
                <xsl:value-of select="concat('translate(', @x, ' ', @y, ') rotate(-90)')"/>
              </xsl:attribute>
            </xsl:when>
            <xsl:otherwise>
              <xsl:attribute name="x"><xsl:value-of select="@x"/></xsl:attribute>
              <xsl:attribute name="y"><xsl:value-of select="@y"/></xsl:attribute>
            </xsl:otherwise>
          </xsl:choose>
          <xsl:call-template name="chart-word"/>
        </text>
      </xsl:for-each>
    </svg>
  </div>
  <p class="legend">
    <span><span class="steps" aria-hidden="true"/><xsl:value-of select="$w/plan/legend-steps"/></span>
    <xsl:text> </xsl:text>
    <xsl:if test="box[@kind = 'gap']">
      <span><span class="steps gap" aria-hidden="true"/><xsl:value-of select="$w/plan/legend-gap"/></span>
      <xsl:text> </xsl:text>
    </xsl:if>
    <xsl:if test="box[@kind = 'missing']">
      <span><span class="steps missing" aria-hidden="true"/><xsl:value-of select="$w/plan/legend-missing"/></span>
    </xsl:if>
  </p>
</xsl:template>

<!-- The same for those who do not see it.  A cell is the number of steps; a
     barrier is a rule over all columns with its condition below. -->
<xsl:template name="chart">
  <xsl:variable name="plan" select="."/>
  <xsl:variable name="columns" select="columns/column"/>
  <div class="scroll" role="group" tabindex="0" aria-label="{$w/plan/table}">
    <table class="chart">
      <caption class="unseen"><xsl:value-of select="$w/plan/caption"/></caption>
      <thead>
        <tr>
          <th scope="col" class="phase"><xsl:value-of select="$w/plan/phase"/></th>
          <xsl:for-each select="$columns">
            <th scope="col">
              <xsl:attribute name="class">
                <xsl:text>host</xsl:text>
                <xsl:if test="@missing = 'true'"> missing</xsl:if>
              </xsl:attribute>
              <bdi title="{@name}"><xsl:call-template name="cut">
                <xsl:with-param name="text" select="@name"/>
                <xsl:with-param name="most" select="11"/>
              </xsl:call-template></bdi>
              <xsl:if test="@missing = 'true'">
                <span class="sub"><xsl:value-of select="$w/plan/not-collected"/></span>
              </xsl:if>
            </th>
          </xsl:for-each>
          <th scope="col" class="back"><xsl:value-of select="$w/plan/way-back"/></th>
        </tr>
      </thead>
      <xsl:for-each select="phase[@name != 'rollback']">
        <xsl:variable name="phase" select="."/>
        <tbody>
          <xsl:apply-templates select="barrier[@where != 'after']" mode="chart"/>
          <tr>
            <th scope="row" class="phase">
              <a href="#phase-{@name}"><xsl:value-of select="@name"/></a>
              <xsl:if test="string(@actors)">
                <span class="sub"><xsl:value-of select="@actors"/></span>
              </xsl:if>
            </th>
            <xsl:if test="@name = 'rehearse'">
              <td class="host" colspan="{count($columns)}">
                <span class="steps rehearsal"><xsl:value-of select="@steps"/></span>
              </td>
            </xsl:if>
            <xsl:for-each select="$columns[$phase/@name != 'rehearse']">
              <xsl:variable name="cell" select="$phase/cell[@column = current()/@name]"/>
              <td>
                <xsl:attribute name="class">
                  <xsl:text>host</xsl:text>
                  <xsl:if test="@missing = 'true'"> missing</xsl:if>
                </xsl:attribute>
                <xsl:if test="$cell/@steps &gt; 0">
                  <span>
                    <xsl:attribute name="class">
                      <xsl:text>steps</xsl:text>
                      <xsl:if test="$cell/@gap"> gap</xsl:if>
                    </xsl:attribute>
                    <xsl:value-of select="$cell/@steps"/>
                  </span>
                </xsl:if>
              </td>
            </xsl:for-each>
            <td class="back"><xsl:value-of select="@way-back"/></td>
          </tr>
          <xsl:apply-templates select="barrier[@where = 'after']" mode="chart"/>
        </tbody>
      </xsl:for-each>
      <tfoot>
        <tr>
          <th scope="row" class="phase"><xsl:value-of select="$w/plan/steps"/></th>
          <xsl:for-each select="$columns">
            <td>
              <xsl:attribute name="class">
                <xsl:text>host</xsl:text>
                <xsl:if test="@missing = 'true'"> missing</xsl:if>
              </xsl:attribute>
              <xsl:call-template name="count">
                <xsl:with-param name="of" select="sum($plan/phase[@name != 'rollback' and @name != 'rehearse']
                    /cell[@column = current()/@name]/@steps)"/>
              </xsl:call-template>
            </td>
          </xsl:for-each>
          <td class="back"/>
        </tr>
      </tfoot>
    </table>
  </div>
</xsl:template>

<xsl:template match="barrier" mode="chart">
  <tr class="barrier">
    <th scope="row" class="phase">
      <xsl:call-template name="say">
        <xsl:with-param name="word" select="$w/plan/barrier"/>
        <xsl:with-param name="a" select="@n"/>
      </xsl:call-template>
    </th>
    <xsl:variable name="seen" select="../../columns/column[not(@missing = 'true')]"/>
    <xsl:variable name="missing" select="../../columns/column[@missing = 'true']"/>
    <td colspan="{count($seen) + not($missing)}">
      <xsl:apply-templates select="node()" mode="inline"/>
    </td>
    <xsl:for-each select="$missing">
      <td class="host missing"/>
    </xsl:for-each>
    <xsl:if test="$missing"><td class="back"/></xsl:if>
  </tr>
</xsl:template>

<!-- 4 Runbooks -->

<xsl:template match="plan" mode="runbooks">
  <section id="runbooks" class="part" aria-labelledby="runbooks-title">
    <h2 id="runbooks-title" class="part-title">
      <span class="unseen">4. </span>
      <xsl:value-of select="$w/part/runbooks"/>
    </h2>
    <p class="intro">
      <xsl:choose>
        <xsl:when test="phase/step"><xsl:value-of select="$w/runbook/intro"/></xsl:when>
        <xsl:otherwise><xsl:value-of select="$w/runbook/empty"/></xsl:otherwise>
      </xsl:choose>
    </p>
    <xsl:apply-templates select="phase" mode="runbook"/>
  </section>
</xsl:template>

<xsl:template match="phase" mode="runbook">
  <section class="runbook" id="phase-{@name}" aria-labelledby="phase-{@name}-title">
    <div class="runbook-head">
      <h2 id="phase-{@name}-title"><xsl:value-of select="@title"/></h2>
      <p>
        <xsl:call-template name="say">
          <xsl:with-param name="word" select="$w/runbook/head"/>
          <xsl:with-param name="a" select="@n"/>
          <xsl:with-param name="b" select="@of"/>
        </xsl:call-template>
        <xsl:if test="string(@first)">
          <xsl:text> · </xsl:text>
          <xsl:call-template name="phase-steps"/>
        </xsl:if>
      </p>
    </div>
    <dl class="rows">
      <xsl:if test="string(@enter)">
        <div><dt><xsl:value-of select="$w/runbook/enter"/></dt>
          <dd><bdi><xsl:value-of select="@enter"/></bdi></dd></div>
      </xsl:if>
      <xsl:if test="string(@leave)">
        <div><dt><xsl:value-of select="$w/runbook/leave"/></dt>
          <dd><bdi><xsl:value-of select="@leave"/></bdi></dd></div>
      </xsl:if>
      <xsl:if test="string(@way-back)">
        <div><dt><xsl:value-of select="$w/runbook/way-back"/></dt>
          <dd><bdi><xsl:value-of select="@way-back"/></bdi></dd></div>
      </xsl:if>
    </dl>
    <xsl:apply-templates select="barrier[@where != 'after']" mode="runbook"/>
    <xsl:apply-templates select="step"/>
    <xsl:apply-templates select="barrier[@where = 'after']" mode="runbook"/>
  </section>
</xsl:template>

<xsl:template match="barrier" mode="runbook">
  <div class="barrier">
    <p>
      <b><xsl:call-template name="say">
        <xsl:with-param name="word" select="$w/plan/barrier"/>
        <xsl:with-param name="a" select="@n"/>
      </xsl:call-template></b>
      <xsl:text> </xsl:text>
      <xsl:value-of select="$w/runbook/opened"/>
      <span class="condition"><xsl:apply-templates select="node()" mode="inline"/></span>
    </p>
    <p class="lines">
      <span><xsl:value-of select="$w/runbook/time"/></span>
      <xsl:text> </xsl:text>
      <span><xsl:value-of select="$w/runbook/initials"/></span>
    </p>
  </div>
</xsl:template>

<!-- Equal commands on many servers: a box to tick for each, which is also the
     address of its step. -->
<xsl:template match="step" mode="ticks">
  <fieldset class="ticks">
    <legend>
      <xsl:call-template name="say">
        <xsl:with-param name="word" select="$w/runbook/on-each"/>
        <xsl:with-param name="a" select="@hosts"/>
      </xsl:call-template>
    </legend>
    <xsl:variable name="first" select="@id"/>
    <xsl:for-each select="on">
      <label>
        <xsl:if test="@step != $first">
          <xsl:attribute name="id"><xsl:value-of select="@step"/></xsl:attribute>
        </xsl:if>
        <input type="checkbox" autocomplete="off"/>
        <span>
          <xsl:value-of select="@host"/>
          <xsl:if test="@last">
            <xsl:value-of select="concat(' … ', @last, ' (', @hosts, ')')"/>
          </xsl:if>
        </span>
      </label>
    </xsl:for-each>
  </fieldset>
  <xsl:if test="on/@last">
    <p class="note">
      <xsl:call-template name="say">
        <xsl:with-param name="word" select="$w/runbook/on-all"/>
      </xsl:call-template>
    </p>
  </xsl:if>
</xsl:template>

<xsl:template match="step">
  <article class="step" id="{@id}" aria-labelledby="{@id}-title">
    <p class="tick">
      <xsl:if test="not(on)"><input type="checkbox" autocomplete="off">
        <xsl:attribute name="aria-label">
          <xsl:call-template name="say">
            <xsl:with-param name="word" select="$w/runbook/done"/>
            <xsl:with-param name="a" select="@id"/>
          </xsl:call-template>
        </xsl:attribute>
      </input></xsl:if>
    </p>
    <p class="who">
      <a href="#{@id}"><xsl:value-of select="@id"/></a>
      <xsl:if test="@last">
        <span class="last">– <xsl:value-of select="@last"/></span>
      </xsl:if>
      <xsl:if test="string(@as)">
        <bdi>
          <xsl:call-template name="say">
            <xsl:with-param name="word" select="$w/finding/as"/>
            <xsl:with-param name="a" select="@as"/>
          </xsl:call-template>
        </bdi>
      </xsl:if>
    </p>
    <div class="work">
      <xsl:if test="gated-by">
        <xsl:variable name="gated"><xsl:call-template name="gated"/></xsl:variable>
        <p class="gated">
          <xsl:call-template name="symbol">
            <xsl:with-param name="of">blocker</xsl:with-param>
          </xsl:call-template>
          <xsl:value-of select="substring-before($gated, '{1}')"/>
          <xsl:for-each select="gated-by">
            <xsl:if test="position() &gt; 1">, </xsl:if>
            <xsl:call-template name="rule-link">
              <xsl:with-param name="id" select="@rule"/>
            </xsl:call-template>
          </xsl:for-each>
          <xsl:value-of select="substring-after($gated, '{1}')"/>
        </p>
      </xsl:if>
      <xsl:if test="closes">
        <p class="closes">
          <xsl:value-of select="substring-before($w/runbook/closes, '{1}')"/>
          <xsl:for-each select="closes">
            <xsl:if test="position() &gt; 1">, </xsl:if>
            <xsl:call-template name="rule-link">
              <xsl:with-param name="id" select="@rule"/>
            </xsl:call-template>
          </xsl:for-each>
          <xsl:value-of select="substring-after($w/runbook/closes, '{1}')"/>
        </p>
      </xsl:if>
      <xsl:if test="@basis = 'gap'">
        <p class="proven">
          <label>
            <xsl:value-of select="$w/runbook/gap"/>
            <input type="checkbox" autocomplete="off"/>
          </label>
        </p>
      </xsl:if>
      <xsl:if test="command[@refused]">
        <p class="proven"><b><xsl:value-of select="$w/runbook/fill-in"/></b></p>
      </xsl:if>
      <h3 id="{@id}-title">
        <b><xsl:choose>
          <xsl:when test="string(@host)">
            <xsl:call-template name="name">
              <xsl:with-param name="of" select="@host"/>
            </xsl:call-template>
          </xsl:when>
          <xsl:when test="string(@database)">
            <xsl:call-template name="name">
              <xsl:with-param name="of" select="@database"/>
            </xsl:call-template>
          </xsl:when>
          <xsl:otherwise><xsl:value-of select="@actor"/></xsl:otherwise>
        </xsl:choose></b>
        <xsl:text> </xsl:text>
        <span><xsl:apply-templates select="title/node()" mode="inline"/></span>
      </h3>
      <xsl:if test="command">
        <xsl:call-template name="commands">
          <xsl:with-param name="lines" select="command"/>
        </xsl:call-template>
      </xsl:if>
      <xsl:apply-templates select="current()[on]" mode="ticks"/>
      <dl class="rows">
        <div>
          <dt><xsl:value-of select="$w/runbook/expect"/></dt>
          <dd>
            <xsl:choose>
              <xsl:when test="verify">
                <xsl:apply-templates select="verify/node()" mode="inline"/>
              </xsl:when>
              <xsl:otherwise>
                <xsl:value-of select="$w/runbook/not-documented"/>
              </xsl:otherwise>
            </xsl:choose>
          </dd>
        </div>
        <xsl:if test="if-not">
          <div>
            <dt><xsl:value-of select="$w/runbook/if-not"/></dt>
            <dd><xsl:apply-templates select="if-not/node()" mode="inline"/></dd>
          </div>
        </xsl:if>
        <xsl:if test="rollback">
          <div>
            <dt><xsl:value-of select="$w/runbook/undo"/></dt>
            <dd><xsl:apply-templates select="rollback/node()" mode="inline"/></dd>
          </div>
        </xsl:if>
        <xsl:if test="requires">
          <div>
            <dt><xsl:value-of select="$w/runbook/after"/></dt>
            <dd>
              <xsl:for-each select="requires[position() &lt;= 8]">
                <xsl:if test="position() &gt; 1">, </xsl:if>
                <xsl:call-template name="step-link">
                  <xsl:with-param name="id" select="@step"/>
                </xsl:call-template>
              </xsl:for-each>
              <xsl:if test="count(requires) &gt; 8">
                <xsl:text> </xsl:text>
                <xsl:call-template name="say">
                  <xsl:with-param name="word" select="$w/finding/and-more"/>
                  <xsl:with-param name="a" select="count(requires) - 8"/>
                </xsl:call-template>
              </xsl:if>
            </dd>
          </div>
        </xsl:if>
        <xsl:if test="source or @basis = 'derived'">
          <div>
            <dt><xsl:value-of select="$w/finding/source"/></dt>
            <dd class="muted">
              <xsl:apply-templates select="source/node()" mode="inline"/>
              <xsl:if test="@basis = 'derived'">
                <xsl:if test="source">; </xsl:if>
                <xsl:value-of select="$w/runbook/derived"/>
              </xsl:if>
            </dd>
          </div>
        </xsl:if>
      </dl>
    </div>
    <p class="lines">
      <span><xsl:value-of select="$w/runbook/time"/></span>
      <xsl:text> </xsl:text>
      <span><xsl:value-of select="$w/runbook/initials"/></span>
    </p>
  </article>
</xsl:template>

<!-- 6 Decisions and waivers -->

<xsl:template match="decisions">
  <section id="decisions" class="part" aria-labelledby="decisions-title">
    <xsl:call-template name="part-head">
      <xsl:with-param name="part">decisions</xsl:with-param>
      <xsl:with-param name="n">6</xsl:with-param>
    </xsl:call-template>
    <xsl:if test="decision">
      <div class="scroll" role="group" tabindex="0" aria-label="{$w/decisions/caption}">
        <table aria-label="{$w/decisions/caption}">
          <thead>
            <tr>
              <th scope="col"><xsl:value-of select="$w/decisions/rule"/></th>
              <th scope="col"><xsl:value-of select="$w/decisions/kind"/></th>
              <th scope="col"><xsl:value-of select="$w/decisions/subject"/></th>
              <th scope="col"><xsl:value-of select="$w/decisions/owner"/></th>
              <th scope="col"><xsl:value-of select="$w/decisions/reason"/></th>
              <th scope="col"><xsl:value-of select="$w/decisions/given"/></th>
              <th scope="col"><xsl:value-of select="$w/decisions/until"/></th>
            </tr>
          </thead>
          <tbody>
            <xsl:for-each select="decision">
              <tr>
                <th scope="row">
                  <xsl:call-template name="rule-link">
                    <xsl:with-param name="id" select="string(@rule)"/>
                  </xsl:call-template>
                </th>
                <td><xsl:value-of
                    select="$w/decisions/*[local-name() = current()/@kind]"/></td>
                <td><xsl:call-template name="value">
                  <xsl:with-param name="of" select="@subject"/>
                </xsl:call-template></td>
                <td><xsl:call-template name="value">
                  <xsl:with-param name="of" select="@owner"/>
                </xsl:call-template></td>
                <td><xsl:call-template name="value">
                  <xsl:with-param name="of" select="@reason"/>
                </xsl:call-template></td>
                <td><xsl:call-template name="value">
                  <xsl:with-param name="of" select="@given"/>
                </xsl:call-template></td>
                <td><xsl:choose>
                  <xsl:when test="string(@until)"><xsl:value-of select="@until"/></xsl:when>
                  <xsl:otherwise>–</xsl:otherwise>
                </xsl:choose></td>
              </tr>
            </xsl:for-each>
          </tbody>
        </table>
      </div>
    </xsl:if>
  </section>
</xsl:template>

<!-- 7 Not assessed -->

<xsl:template match="not-assessed">
  <section id="not-assessed" class="part" aria-labelledby="not-assessed-title">
    <xsl:call-template name="part-head">
      <xsl:with-param name="part">not-assessed</xsl:with-param>
      <xsl:with-param name="n">7</xsl:with-param>
    </xsl:call-template>
    <xsl:if test="group/row">
      <p class="note">
        <xsl:value-of select="$w/not-assessed/request"/>
        <xsl:if test="group[@kind = 'question']/row/rule">
          <xsl:value-of select="concat(' ', substring-before($w/not-assessed/answer, '{1}'))"/>
          <code><xsl:call-template name="attestation"/></code>
          <xsl:value-of select="substring-after($w/not-assessed/answer, '{1}')"/>
        </xsl:if>
      </p>
    </xsl:if>
    <xsl:for-each select="group[row]">
      <xsl:variable name="title">
        <xsl:choose>
          <xsl:when test="string(@title)"><xsl:value-of select="@title"/></xsl:when>
          <xsl:otherwise>
            <xsl:value-of select="$w/not-assessed/*[local-name() = current()/@kind]"/>
          </xsl:otherwise>
        </xsl:choose>
      </xsl:variable>
      <section class="block">
        <h3>
          <xsl:value-of select="$title"/>
          <xsl:text> </xsl:text>
          <span class="muted">
            <xsl:choose>
              <xsl:when test="@rules = 0"/>
              <xsl:when test="@rules = 1"><xsl:value-of select="$w/not-assessed/rule"/></xsl:when>
              <xsl:otherwise>
                <xsl:call-template name="say">
                  <xsl:with-param name="word" select="$w/not-assessed/rules"/>
                  <xsl:with-param name="a" select="@rules"/>
                </xsl:call-template>
              </xsl:otherwise>
            </xsl:choose>
          </span>
        </h3>
        <div class="scroll" role="group" tabindex="0" aria-label="{$title}">
          <table class="request" aria-label="{$title}">
            <thead>
              <tr>
                <th scope="col"><xsl:value-of select="$w/not-assessed/do"/></th>
                <xsl:if test="row/where">
                  <th scope="col"><xsl:value-of select="$w/not-assessed/where"/></th>
                </xsl:if>
                <th scope="col"><xsl:value-of select="$w/not-assessed/decides"/></th>
                <th scope="col"><xsl:value-of select="$w/not-assessed/severity"/></th>
              </tr>
            </thead>
            <tbody>
              <xsl:apply-templates select="row" mode="request"/>
            </tbody>
          </table>
        </div>
      </section>
    </xsl:for-each>
  </section>
</xsl:template>

<xsl:template match="row" mode="request">
  <tr>
    <th scope="row">
      <xsl:apply-templates select="do/node()" mode="inline"/>
      <xsl:if test="command">
        <xsl:call-template name="commands">
          <xsl:with-param name="lines" select="command"/>
        </xsl:call-template>
      </xsl:if>
    </th>
    <xsl:if test="../row/where">
      <td><bdi><xsl:apply-templates select="where/node()" mode="inline"/></bdi></td>
    </xsl:if>
    <td class="decides">
      <xsl:choose>
        <xsl:when test="@count = 0">–</xsl:when>
        <xsl:otherwise><b><xsl:value-of select="@count"/></b></xsl:otherwise>
      </xsl:choose>
      <ul class="ids">
        <xsl:apply-templates select="rule" mode="request"/>
        <xsl:if test="@more &gt; 0">
          <li><xsl:call-template name="say">
            <xsl:with-param name="word" select="$w/finding/and-more"/>
            <xsl:with-param name="a" select="@more"/>
          </xsl:call-template></li>
        </xsl:if>
      </ul>
    </td>
    <td class="severity {@severity}">
      <xsl:if test="@severity">
        <xsl:call-template name="symbol">
          <xsl:with-param name="of" select="@severity"/>
        </xsl:call-template>
        <xsl:value-of select="$w/severity/*[local-name() = current()/@severity]"/>
      </xsl:if>
    </td>
  </tr>
</xsl:template>

<!-- An undecided rule: a link where it has an article, else the place where it
     is first named is its address.  A question says itself what it is about. -->
<xsl:template match="rule" mode="request">
  <li>
    <xsl:choose>
      <xsl:when test="key('finding', @id)">
        <a href="#{@id}"><xsl:value-of select="@id"/></a>
      </xsl:when>
      <xsl:when test="generate-id() = generate-id(key('asked', @id)[1])">
        <span id="{@id}"><xsl:value-of select="@id"/></span>
      </xsl:when>
      <xsl:otherwise><xsl:value-of select="@id"/></xsl:otherwise>
    </xsl:choose>
    <xsl:if test="../../@kind != 'question'">
      <xsl:text> </xsl:text>
      <span class="muted"><xsl:value-of select="@title"/></span>
    </xsl:if>
  </li>
</xsl:template>

<!-- 8 Inventory -->

<xsl:template match="inventory">
  <section id="inventory" class="part" aria-labelledby="inventory-title">
    <xsl:call-template name="part-head">
      <xsl:with-param name="part">inventory</xsl:with-param>
      <xsl:with-param name="n">8</xsl:with-param>
      <xsl:with-param name="empty" select="$w/inventory/intro"/>
    </xsl:call-template>
    <xsl:if test="not(hosts/host)">
      <p><xsl:value-of select="$w/inventory/no-hosts"/></p>
    </xsl:if>
    <xsl:for-each select="picture[box]">
      <section class="block">
        <h3><xsl:value-of select="$w/summary/estate"/></h3>
        <xsl:call-template name="picture"/>
        <xsl:for-each select="note">
          <p class="note"><xsl:apply-templates select="node()" mode="inline"/></p>
        </xsl:for-each>
      </section>
    </xsl:for-each>
    <xsl:for-each select="hosts[host]">
      <section class="block">
        <h3>
          <xsl:value-of select="@title"/>
          <xsl:text> </xsl:text>
          <span class="muted"><xsl:value-of select="@count"/></span>
        </h3>
        <div class="scroll" role="group" tabindex="0" aria-label="{@title}">
          <table class="inventory" aria-label="{@title}">
            <thead>
              <tr>
                <th scope="col"><xsl:value-of select="$w/inventory/host"/></th>
                <th scope="col"><xsl:value-of select="$w/inventory/roles"/></th>
                <th scope="col"><xsl:value-of select="$w/inventory/version"/></th>
                <th scope="col"><xsl:value-of select="$w/inventory/build"/></th>
                <th scope="col"><xsl:value-of select="$w/inventory/os"/></th>
                <th scope="col"><xsl:value-of select="$w/inventory/web-server"/></th>
                <th scope="col"><xsl:value-of select="$w/inventory/instances"/></th>
                <th scope="col"><xsl:value-of select="$w/inventory/database"/></th>
                <th scope="col"><xsl:value-of select="$w/inventory/bundle"/></th>
              </tr>
            </thead>
            <tbody>
              <xsl:for-each select="host">
                <tr>
                  <th scope="row"><xsl:call-template name="name">
                    <xsl:with-param name="of" select="@name"/>
                  </xsl:call-template></th>
                  <td><xsl:call-template name="value"><xsl:with-param name="of" select="@roles"/></xsl:call-template></td>
                  <td><xsl:call-template name="value"><xsl:with-param name="of" select="@version"/></xsl:call-template></td>
                  <td><xsl:call-template name="value"><xsl:with-param name="of" select="@build"/></xsl:call-template></td>
                  <td><xsl:call-template name="value"><xsl:with-param name="of" select="@os"/></xsl:call-template></td>
                  <td><xsl:call-template name="value"><xsl:with-param name="of" select="@web-server"/></xsl:call-template></td>
                  <td><xsl:call-template name="value"><xsl:with-param name="of" select="@instances"/></xsl:call-template></td>
                  <td><xsl:call-template name="value"><xsl:with-param name="of" select="@database"/></xsl:call-template></td>
                  <td><code><xsl:call-template name="bundle-link">
                    <xsl:with-param name="id" select="@bundle"/>
                    <xsl:with-param name="text" select="@bundle"/>
                  </xsl:call-template></code></td>
                </tr>
              </xsl:for-each>
            </tbody>
          </table>
        </div>
        <xsl:if test="@more &gt; 0">
          <p class="more"><xsl:call-template name="say">
            <xsl:with-param name="word" select="$w/inventory/more"/>
            <xsl:with-param name="a" select="@more"/>
          </xsl:call-template></p>
        </xsl:if>
      </section>
    </xsl:for-each>
    <section class="block">
      <h3><xsl:value-of select="$w/inventory/databases"/></h3>
      <xsl:choose>
        <xsl:when test="database">
          <div class="scroll" role="group" tabindex="0" aria-label="{$w/inventory/databases}">
            <table class="inventory" aria-label="{$w/inventory/databases}">
              <thead>
                <tr>
                  <th scope="col"><xsl:value-of select="$w/inventory/database"/></th>
                  <th scope="col"><xsl:value-of select="$w/inventory/engine"/></th>
                  <th scope="col"><xsl:value-of select="$w/inventory/version"/></th>
                  <th scope="col"><xsl:value-of select="$w/inventory/server"/></th>
                  <th scope="col"><xsl:value-of select="$w/inventory/name"/></th>
                  <th scope="col"><xsl:value-of select="$w/inventory/unicode"/></th>
                  <th scope="col"><xsl:value-of select="$w/inventory/size"/></th>
                  <th scope="col"><xsl:value-of select="$w/inventory/hosts"/></th>
                  <th scope="col"><xsl:value-of select="$w/inventory/instances"/></th>
                </tr>
              </thead>
              <tbody>
                <xsl:for-each select="database">
                  <tr>
                    <th scope="row"><xsl:call-template name="name">
                      <xsl:with-param name="of" select="@id"/>
                    </xsl:call-template></th>
                    <td><xsl:call-template name="value"><xsl:with-param name="of" select="@engine"/></xsl:call-template></td>
                    <td><xsl:call-template name="value"><xsl:with-param name="of" select="@version"/></xsl:call-template></td>
                    <td><xsl:call-template name="value"><xsl:with-param name="of" select="@server"/></xsl:call-template></td>
                    <td><xsl:call-template name="value"><xsl:with-param name="of" select="@name"/></xsl:call-template></td>
                    <td><xsl:call-template name="value"><xsl:with-param name="of" select="@unicode"/></xsl:call-template></td>
                    <td><xsl:call-template name="value"><xsl:with-param name="of" select="@size"/></xsl:call-template></td>
                    <td><xsl:call-template name="value"><xsl:with-param name="of" select="@hosts"/></xsl:call-template></td>
                    <td><xsl:call-template name="value"><xsl:with-param name="of" select="@instances"/></xsl:call-template></td>
                  </tr>
                </xsl:for-each>
              </tbody>
            </table>
          </div>
        </xsl:when>
        <xsl:otherwise><p><xsl:value-of select="$w/inventory/no-databases"/></p></xsl:otherwise>
      </xsl:choose>
    </section>
    <section class="block">
      <h3><xsl:value-of select="$w/inventory/missing"/></h3>
      <xsl:choose>
        <xsl:when test="missing">
          <div class="scroll" role="group" tabindex="0" aria-label="{$w/inventory/missing}">
            <table class="inventory" aria-label="{$w/inventory/missing}">
              <thead>
                <tr>
                  <th scope="col"><xsl:value-of select="$w/inventory/host"/></th>
                  <th scope="col"><xsl:value-of select="$w/inventory/exception"/></th>
                  <th scope="col"><xsl:value-of select="$w/inventory/named-by"/></th>
                  <th scope="col"><xsl:value-of select="$w/inventory/what"/></th>
                  <th scope="col"><xsl:value-of select="$w/inventory/place"/></th>
                </tr>
              </thead>
              <xsl:for-each select="missing">
                <tbody>
                  <xsl:apply-templates select="reference | self::*[not(reference)]" mode="missing"/>
                </tbody>
              </xsl:for-each>
            </table>
          </div>
        </xsl:when>
        <xsl:when test="not($report/custody/bundle[@status = 'accepted'])">
          <p><xsl:value-of select="$w/inventory/none-read"/></p>
        </xsl:when>
        <xsl:otherwise><p><xsl:value-of select="$w/inventory/no-missing"/></p></xsl:otherwise>
      </xsl:choose>
    </section>
  </section>
</xsl:template>

<xsl:template match="reference | missing" mode="missing">
  <xsl:variable name="missing" select="ancestor-or-self::missing"/>
  <tr>
    <xsl:if test="position() = 1">
      <th scope="rowgroup" rowspan="{count($missing/reference) + not($missing/reference)}">
        <xsl:call-template name="name">
          <xsl:with-param name="of" select="$missing/@name"/>
        </xsl:call-template>
      </th>
      <td rowspan="{count($missing/reference) + not($missing/reference)}">
        <xsl:choose>
          <xsl:when test="string($missing/@exception)">
            <xsl:value-of select="$missing/@exception"/>
          </xsl:when>
          <xsl:otherwise>–</xsl:otherwise>
        </xsl:choose>
      </td>
    </xsl:if>
    <td><xsl:call-template name="value"><xsl:with-param name="of" select="@host"/></xsl:call-template></td>
    <td><xsl:call-template name="value"><xsl:with-param name="of" select="@what"/></xsl:call-template></td>
    <td><code><xsl:call-template name="bundle-link">
      <xsl:with-param name="id" select="@bundle"/>
      <xsl:with-param name="text" select="@place"/>
    </xsl:call-template></code></td>
  </tr>
</xsl:template>

<!-- 9 Chain of custody -->

<xsl:template match="custody">
  <section id="custody" class="part" aria-labelledby="custody-title">
    <xsl:call-template name="part-head">
      <xsl:with-param name="part">custody</xsl:with-param>
      <xsl:with-param name="n">9</xsl:with-param>
      <xsl:with-param name="empty" select="$w/custody/intro"/>
    </xsl:call-template>
    <section class="block">
      <h3><xsl:value-of select="$w/custody/this"/></h3>
      <dl class="rows">
        <div><dt><xsl:value-of select="$w/custody/generated"/></dt>
          <dd><xsl:value-of select="$report/@generated-words"/></dd></div>
        <div><dt><xsl:value-of select="$w/custody/input-id"/></dt>
          <dd><code><xsl:value-of select="$report/@input-id"/></code></dd></div>
        <div><dt><xsl:value-of select="$w/custody/tool"/></dt>
          <dd>
            <xsl:value-of select="concat($report/tool/@name, ' ', $report/tool/@version)"/>
            <xsl:for-each select="$report/tool/library">
              <xsl:text>, </xsl:text>
              <xsl:value-of select="concat(@name, ' ', @version)"/>
            </xsl:for-each>
          </dd></div>
        <xsl:for-each select="$report/tool/catalogue">
          <div><dt><xsl:value-of select="$w/custody/catalogue"/></dt>
            <dd>
              <xsl:call-template name="say">
                <xsl:with-param name="word" select="$w/custody/catalogue-words"/>
                <xsl:with-param name="a" select="@version"/>
                <xsl:with-param name="b" select="@rules"/>
              </xsl:call-template>
              <br/>
              <xsl:call-template name="digest">
                <xsl:with-param name="of" select="@sha256"/>
              </xsl:call-template>
            </dd></div>
        </xsl:for-each>
        <div><dt><xsl:value-of select="$w/custody/target"/></dt>
          <dd><xsl:call-template name="value">
            <xsl:with-param name="of" select="$report/@target"/>
          </xsl:call-template></dd></div>
        <div><dt><xsl:value-of select="$w/custody/clock"/></dt>
          <dd><xsl:call-template name="value">
            <xsl:with-param name="of" select="clock/@source"/>
          </xsl:call-template></dd></div>
        <div><dt><xsl:value-of select="$w/custody/options"/></dt>
          <dd>
            <xsl:choose>
              <xsl:when test="$report/option">
                <xsl:for-each select="$report/option">
                  <xsl:if test="position() &gt; 1"><br/></xsl:if>
                  <code><bdi><xsl:call-template name="soft">
                    <xsl:with-param name="text"
                        select="normalize-space(concat(@name, ' ', @value))"/>
                  </xsl:call-template></bdi></code>
                </xsl:for-each>
              </xsl:when>
              <xsl:otherwise><xsl:value-of select="$w/custody/none"/></xsl:otherwise>
            </xsl:choose>
          </dd></div>
      </dl>
    </section>
    <section class="block">
      <h3><xsl:value-of select="$w/custody/bundles"/></h3>
      <xsl:choose>
        <xsl:when test="bundle">
          <div class="scroll" role="group" tabindex="0" aria-label="{$w/custody/bundles}">
            <table class="bundles" aria-label="{$w/custody/bundles}">
              <thead>
                <tr>
                  <th scope="col"><xsl:value-of select="$w/custody/host"/></th>
                  <th scope="col"><xsl:value-of select="$w/custody/status"/></th>
                  <th scope="col"><xsl:value-of select="$w/custody/file"/></th>
                  <th scope="col" class="number"><xsl:value-of select="$w/custody/size"/></th>
                  <th scope="col"><xsl:value-of select="$w/custody/collected"/></th>
                  <th scope="col"><xsl:value-of select="$w/custody/complete"/></th>
                  <th scope="col"><xsl:value-of select="$w/custody/signature"/></th>
                </tr>
              </thead>
              <xsl:apply-templates select="bundle"/>
            </table>
          </div>
        </xsl:when>
        <xsl:otherwise><p><xsl:value-of select="$w/custody/no-bundles"/></p></xsl:otherwise>
      </xsl:choose>
    </section>
    <section class="block">
      <h3><xsl:value-of select="$w/custody/inputs"/></h3>
      <xsl:variable name="inputs" select="$report/input[@kind != 'bundle']"/>
      <xsl:choose>
        <xsl:when test="$inputs">
          <div class="scroll" role="group" tabindex="0" aria-label="{$w/custody/inputs}">
            <table aria-label="{$w/custody/inputs}">
              <thead>
                <tr>
                  <th scope="col"><xsl:value-of select="$w/custody/file"/></th>
                  <th scope="col"><xsl:value-of select="$w/custody/kind"/></th>
                  <th scope="col"><xsl:value-of select="$w/custody/digest"/></th>
                </tr>
              </thead>
              <tbody>
                <xsl:for-each select="$inputs">
                  <tr>
                    <th scope="row"><xsl:call-template name="name">
                      <xsl:with-param name="of" select="@file"/>
                    </xsl:call-template></th>
                    <td><xsl:value-of select="@kind"/></td>
                    <td><xsl:call-template name="digest">
                      <xsl:with-param name="of" select="@sha256"/>
                    </xsl:call-template></td>
                  </tr>
                </xsl:for-each>
              </tbody>
            </table>
          </div>
        </xsl:when>
        <xsl:otherwise><p><xsl:value-of select="$w/custody/no-inputs"/></p></xsl:otherwise>
      </xsl:choose>
    </section>
    <xsl:if test="verify-command">
      <section class="block">
        <h3><xsl:value-of select="$w/custody/check"/></h3>
        <xsl:call-template name="commands">
          <xsl:with-param name="lines" select="verify-command"/>
        </xsl:call-template>
      </section>
    </xsl:if>
    <xsl:if test="bundle[@status = 'accepted']">
      <section class="block">
        <h3><xsl:value-of select="$w/custody/contents"/></h3>
        <div class="scroll" role="group" tabindex="0" aria-label="{$w/custody/contents}">
          <table aria-label="{$w/custody/contents}">
            <thead>
              <tr>
                <th scope="col"><xsl:value-of select="$w/custody/host"/></th>
                <th scope="col"><xsl:value-of select="$w/custody/stage"/></th>
                <th scope="col" class="number"><xsl:value-of select="$w/custody/entries"/></th>
                <th scope="col" class="number"><xsl:value-of select="$w/custody/cut"/></th>
                <th scope="col" class="number"><xsl:value-of select="$w/custody/excluded"/></th>
                <th scope="col" class="number"><xsl:value-of select="$w/custody/redacted"/></th>
                <th scope="col"><xsl:value-of select="$w/custody/redaction"/></th>
              </tr>
            </thead>
            <tbody>
              <xsl:for-each select="bundle[@status = 'accepted']">
                <tr>
                  <th scope="row"><xsl:call-template name="name">
                    <xsl:with-param name="of" select="@host"/>
                  </xsl:call-template></th>
                  <td><xsl:value-of select="@stage"/></td>
                  <td class="number"><xsl:call-template name="count">
                    <xsl:with-param name="of" select="@entries"/>
                  </xsl:call-template></td>
                  <td class="number"><xsl:call-template name="count">
                    <xsl:with-param name="of" select="@cut"/>
                  </xsl:call-template></td>
                  <td class="number"><xsl:call-template name="count">
                    <xsl:with-param name="of" select="@excluded"/>
                  </xsl:call-template></td>
                  <td class="number"><xsl:call-template name="count">
                    <xsl:with-param name="of" select="@redacted"/>
                  </xsl:call-template></td>
                  <td><xsl:value-of select="@redaction"/></td>
                </tr>
              </xsl:for-each>
            </tbody>
          </table>
        </div>
      </section>
    </xsl:if>
    <section class="block">
      <h3><xsl:value-of select="$w/custody/gaps"/></h3>
      <xsl:choose>
        <xsl:when test="gap">
          <div class="scroll" role="group" tabindex="0" aria-label="{$w/custody/gaps}">
            <table aria-label="{$w/custody/gaps}">
              <thead>
                <tr>
                  <th scope="col"><xsl:value-of select="$w/custody/host"/></th>
                  <th scope="col"><xsl:value-of select="$w/custody/place"/></th>
                  <th scope="col"><xsl:value-of select="$w/custody/reason"/></th>
                </tr>
              </thead>
              <tbody>
                <xsl:for-each select="gap">
                  <tr>
                    <th scope="row"><xsl:call-template name="name">
                      <xsl:with-param name="of" select="@host"/>
                    </xsl:call-template></th>
                    <td><code><xsl:call-template name="value">
                      <xsl:with-param name="of" select="@place"/>
                    </xsl:call-template></code></td>
                    <td><bdi><xsl:value-of select="@reason"/></bdi></td>
                  </tr>
                </xsl:for-each>
              </tbody>
            </table>
          </div>
        </xsl:when>
        <xsl:when test="not($report/custody/bundle[@status = 'accepted'])">
          <p><xsl:value-of select="$w/custody/none-read"/></p>
        </xsl:when>
        <xsl:otherwise><p><xsl:value-of select="$w/custody/no-gaps"/></p></xsl:otherwise>
      </xsl:choose>
      <xsl:if test="skipped">
        <p class="note">
          <xsl:value-of select="$w/custody/skipped"/>
          <xsl:text>: </xsl:text>
          <xsl:for-each select="skipped">
            <xsl:if test="position() &gt; 1">, </xsl:if>
            <code><xsl:call-template name="name">
              <xsl:with-param name="of" select="."/>
            </xsl:call-template></code>
          </xsl:for-each>
        </p>
      </xsl:if>
    </section>
    <section class="block">
      <h3><xsl:value-of select="$w/custody/signatures"/></h3>
      <div class="signatures">
        <p><xsl:value-of select="$w/custody/checked-by"/></p>
        <p><xsl:value-of select="$w/custody/archived-by"/></p>
      </div>
    </section>
  </section>
</xsl:template>

<xsl:template match="custody/bundle">
  <xsl:variable name="n">
    <xsl:call-template name="bundle-number">
      <xsl:with-param name="of" select="."/>
    </xsl:call-template>
  </xsl:variable>
  <tbody id="bundle-{$n}">
    <tr>
      <th scope="row"><xsl:call-template name="value">
        <xsl:with-param name="of" select="@host"/>
      </xsl:call-template></th>
      <td>
        <xsl:if test="@status != 'accepted'">
          <xsl:attribute name="class">wrong <xsl:choose>
            <xsl:when test="@status = 'rejected'">unknown</xsl:when>
            <xsl:otherwise>waived</xsl:otherwise>
          </xsl:choose></xsl:attribute>
        </xsl:if>
        <xsl:value-of select="$w/custody/*[local-name() = current()/@status]"/>
      </td>
      <td><xsl:call-template name="name">
        <xsl:with-param name="of" select="@file"/>
      </xsl:call-template></td>
      <td class="number">
        <xsl:choose>
          <xsl:when test="@size">
            <xsl:value-of select="format-number(@size, '#&#8201;##0')"/>
          </xsl:when>
          <xsl:otherwise>
            <xsl:call-template name="value"/>
          </xsl:otherwise>
        </xsl:choose>
      </td>
      <td><xsl:call-template name="value">
        <xsl:with-param name="of" select="@collected-words"/>
      </xsl:call-template></td>
      <td>
        <xsl:choose>
          <xsl:when test="@complete = 'true'"><xsl:value-of select="$w/inventory/yes"/></xsl:when>
          <xsl:when test="@complete = 'false'"><xsl:value-of select="$w/inventory/no"/></xsl:when>
          <xsl:otherwise><xsl:call-template name="value"/></xsl:otherwise>
        </xsl:choose>
      </td>
      <td>
        <xsl:choose>
          <xsl:when test="@signature">
            <xsl:value-of select="$w/custody/*[local-name() =
                concat('signature-', current()/@signature)]"/>
            <xsl:if test="string(@signer)">
              <xsl:text>: </xsl:text>
              <bdi><xsl:value-of select="@signer"/></bdi>
            </xsl:if>
          </xsl:when>
          <xsl:otherwise><xsl:call-template name="value"/></xsl:otherwise>
        </xsl:choose>
      </td>
    </tr>
    <tr class="under">
      <td colspan="7">
        <xsl:if test="string(@reason)">
          <p><bdi><xsl:value-of select="@reason"/></bdi></p>
        </xsl:if>
        <xsl:call-template name="digest">
          <xsl:with-param name="of" select="@sha256"/>
        </xsl:call-template>
      </td>
    </tr>
  </tbody>
</xsl:template>

<!-- A Rules that passed or do not apply -->

<xsl:template match="passed">
  <section id="passed" class="part" aria-labelledby="passed-title">
    <h2 id="passed-title" class="part-title">
      <span class="unseen">A. </span>
      <xsl:value-of select="$w/part/passed"/>
    </h2>
    <p class="intro">
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
    </p>
    <xsl:if test="rule">
      <div class="scroll" role="group" tabindex="0" aria-labelledby="passed-title">
        <table class="passed" aria-labelledby="passed-title">
          <thead>
            <tr>
              <th scope="col"><xsl:value-of select="$w/passed/rule"/></th>
              <th scope="col"><xsl:value-of select="$w/passed/outcome"/></th>
              <th scope="col"><xsl:value-of select="$w/passed/severity"/></th>
              <th scope="col"><xsl:value-of select="$w/passed/title"/></th>
            </tr>
          </thead>
          <tbody>
            <xsl:for-each select="rule">
              <tr>
                <xsl:if test="not(key('finding', @id)) and generate-id() =
                    generate-id(key('passed', @id)[1]) and
                    not($report/not-assessed/group/row[contains(
                    concat(', ', @ids, ', '), concat(', ', current()/@id, ', '))])">
                  <xsl:attribute name="id"><xsl:value-of select="@id"/></xsl:attribute>
                </xsl:if>
                <th scope="row"><xsl:value-of select="@id"/></th>
                <td class="outcome">
                  <xsl:call-template name="symbol">
                    <xsl:with-param name="of" select="@outcome"/>
                  </xsl:call-template>
                  <xsl:value-of select="$w/outcome/*[local-name() = current()/@outcome]"/>
                </td>
                <td><xsl:value-of select="$w/severity/*[local-name() = current()/@severity]"/></td>
                <td><xsl:value-of select="@title"/></td>
              </tr>
            </xsl:for-each>
          </tbody>
        </table>
      </div>
    </xsl:if>
  </section>
</xsl:template>

</xsl:stylesheet>
