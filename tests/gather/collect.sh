#!/bin/sh
# What a user of acc-collect notices, from outside.
#
#     tests/gather/collect.sh ACC-COLLECT
#
# Makes its own trees in a folder of its own; prints "N passed, N failed".
set -u
collect=$1
sources=$(cd "$(dirname "$0")/../../collector/gather/sql" && pwd)
here=$(mktemp -d) || exit 1
trap 'chmod -R u+rwx "$here"; rm -rf "$here"' EXIT
cd "$here" || exit 1
umask 022
unset SOURCE_DATE_EPOCH
passed=0 failed=0

# check SENTENCE COMMAND…: the sentence holds if the command succeeds.
check() {
    sentence=$1
    shift
    if "$@" >check.out 2>&1; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "FAILED: $sentence"
        sed 's/^/    /' check.out
    fi
}

# status EXPECTED COMMAND…: succeeds if the command ends so.
status() {
    expected=$1
    shift
    "$@"
    got=$?
    [ "$got" -eq "$expected" ] || {
        echo "status $got instead of $expected"
        return 1
    }
}

not() {
    ! "$@"
}

# The server: secrets of every form are planted, each begins with PLANTED.
server() {
    tree=$1/usr/local/neolane/nl6
    mkdir -p "$tree/conf" "$tree/bin" "$1/etc/apache2/mods-enabled" \
        "$1/etc/apache2/mods-available" "$1/etc/apache2/sites-enabled" \
        "$1/usr/lib" "$1/var/lib/dpkg"
    echo camp9 >"$1/etc/hostname"
    printf 'ID=debian\nVERSION_ID="8"\n' >"$1/usr/lib/os-release"
    ln -s ../usr/lib/os-release "$1/etc/os-release"
    echo '10.0.0.1 camp9' >"$1/etc/hosts"
    cat >"$tree/conf/serverConf.xml" <<'X'
<?xml version='1.0'?>
<!-- <dbcnx password="PLANTED-comment
PLANTED-second"/> -->
<serverConf>
  <shared><authentication><xtk internalPassword="PLANTED-internal"/>
  </authentication></shared>
  <securityZone name="public" allowEmptyPassword="true" sessionTokenOnly="1"/>
  <web JVMOptions="-Dstore.password=PLANTED-jvm">
    <redirection trackingPassword=""><spareServer id="1"
      url="http://joe:PLANTED-url@trk7:8080"/></redirection>
  </web>
</serverConf>
X
    echo '<serverConf/>' >"$tree/conf/config-default.xml"
    echo '<serverconf><a password="PLANTED-broken"' >"$tree/conf/config-bad.xml"
    echo '<serverconf><mta statServerAddress="stat7"/></serverconf>' \
        >"$tree/conf/config-prod.xml"
    mkdir -p "$tree/conf/eng" "$tree/conf/fra" "$tree/conf/models"
    echo '<serverConf><shared><authentication><xtk internalPassword=""/></authentication></shared><mta statServerAddress="shipped7"/></serverConf>' \
        >"$tree/conf/eng/serverConf.xml.sample"
    cp "$tree/conf/eng/serverConf.xml.sample" "$tree/conf/fra"
    echo '<serverconf><web autoStart="true"/><dbcnx password="PLANTED-model"/></serverconf>' \
        >"$tree/conf/models/config-default.xml"
    cp "$tree/conf/models/config-default.xml" "$tree/conf/models/config-multi.xml"
    printf 'export DB_PASSWORD="PLANTED-shell"\nJDK_HOME=/opt/jdk\nexport XTK_VAR_DIR=/data/var\n' \
        >"$tree/customer.sh"
    mkdir -p "$tree.back" "$1/data/var/prod/redir/url/a" \
        "$1/data/var/prod/postupgrade"
    printf abc >"$1/data/var/prod/redir/url/a/u1.xml"
    printf abcd >"$1/data/var/prod/redir/url/u2.xml"
    printf '%s\n' 'x info log prod instance, 3 warning(s) and 0 error(s) during the update.' \
        "x warning log identifier 'PLANTED-log' is in conflict with the new version" \
        >"$1/data/var/prod/postupgrade/postupgrade_8864_1.log"
    echo 'mysql -pPLANTED-option' >"$tree/env.sh"
    printf 'SetEnv APP_TOKEN PLANTED-apache\n' >"$1/etc/apache2/apache2.conf"
    echo 'LoadModule x modules/x.so' >"$1/etc/apache2/mods-available/x.load"
    ln -s ../mods-available/x.load "$1/etc/apache2/mods-enabled/x.load"
    ln -s /etc/shadow "$1/etc/apache2/sites-enabled/stolen.conf"
    echo PLANTED-shadow >"$1/etc/shadow"
    printf '#!/bin/sh\ntouch "%s/executed"\n' "$here" >"$tree/bin/nlserver"
    chmod +x "$tree/bin/nlserver"
    printf 'Package: a\nStatus: install ok installed\nVersion: 1\nArchitecture: all\n\nPackage: b\nStatus: deinstall ok config-files\nVersion: 2\nArchitecture: all\n' \
        >"$1/var/lib/dpkg/status"
    mkdir -p recorded
    echo '10:00:00 >   Application server for Adobe Campaign (6.1.1 build 8864) of 03/02/2018' \
        >recorded/nlserver-pdump
    echo 'header Authorization: Bearer PLANTED-bearer' \
        >recorded/nlserver-monitor-missing
    echo 'openjdk version "1.8.0"' >recorded/java-version
    echo 'Server version: Apache/2.4.10' >recorded/apache-version
}

server root
moments() {
    # Asking where a link leads sets the link's own access time; no system
    # call avoids that.
    find root ! -type l -exec stat -c '%n %a %u %x %y %z' {} + | sort
    find root -type l -exec stat -c '%n %a %u %y %z' {} + | sort
}
moments >before.txt
"$collect" --root root --recorded recorded -o one.tar.gz >out.txt 2>err.txt
check "a complete server gives status 0" test $? -eq 0
moments >after.txt
check "times and modes of the tree are unchanged" diff before.txt after.txt
check "nothing of the tree is executed" not test -e executed
check "no message on success" not test -s err.txt
check "the end names the bundle's SHA-256" \
    grep -q "$(sha256sum one.tar.gz | cut -d' ' -f1)" out.txt
check "the end names the servers that this one names" \
    sh -c 'grep -q trk7 out.txt && grep -q stat7 out.txt'
check "the end says what basic redaction means" grep -q 'Redaction "basic"' out.txt
check "no secret stands anywhere in the bundle" \
    not sh -c 'gzip -dc one.tar.gz | grep -a PLANTED'
check "switches of security zones survive" \
    sh -c '"$1" inspect one.tar.gz files/usr/local/neolane/nl6/conf/serverConf.xml | grep -q "allowEmptyPassword=\"true\" sessionTokenOnly=\"1\""' sh "$collect"
check "an empty secret stays empty" \
    sh -c '"$1" inspect one.tar.gz files/usr/local/neolane/nl6/conf/serverConf.xml | grep -q "trackingPassword=\"\""' sh "$collect"
check "lines keep their numbers" \
    sh -c '"$1" inspect one.tar.gz files/usr/local/neolane/nl6/conf/serverConf.xml | sed -n 9p | grep -q trackingPassword' sh "$collect"
check "XML that is not well-formed is collected" \
    sh -c '"$1" inspect one.tar.gz | grep -q "collected.*config-bad.xml"' sh "$collect"
check "what the files were made of is collected, in each language" \
    test "$("$collect" inspect one.tar.gz |
        grep -c 'collected.*conf/\(eng\|fra\)/serverConf.xml.sample\|collected.*conf/models/config-\(default\|multi\).xml')" -eq 4
check "a language that is not there is not missed" \
    not sh -c '"$1" inspect one.tar.gz | grep -v collected | grep "\.sample"' sh "$collect"
check "what was shipped names no server of this estate" \
    not grep -q shipped7 out.txt
check "a link is recorded and its target collected" \
    sh -c '"$1" inspect one.tar.gz | grep -q "link.*files/etc/os-release -> ../usr/lib/os-release" && "$1" inspect one.tar.gz | grep -q "collected.*files/usr/lib/os-release"' sh "$collect"
check "a link out of the gathered folders is not followed" \
    not sh -c '"$1" inspect one.tar.gz | grep -q "files/etc/shadow"' sh "$collect"
check "only installed packages are listed" \
    sh -c 'test "$("$1" inspect one.tar.gz commands/packages)" = "$(printf "a\t1\tall")"' sh "$collect"
inventory() {
    "$collect" inspect one.tar.gz commands/tree-inventory | cut -f 1-7
}
tree=/usr/local/neolane/nl6
has() {
    inventory | grep -Fqx "$(printf "$1")"
}
check "an nlserver that is no program has no bits" \
    has "binary\t$tree/bin/nlserver\t-"
check "the inventory follows XTK_VAR_DIR" has "var\t/data/var\t$tree\tXTK_VAR_DIR"
check "the inventory counts redirection files" \
    has "folder\tredir-url\tprod\t/data/var/prod/redir/url\twhole\t2\t7"
check "the inventory names no file of var" \
    not sh -c '"$1" inspect one.tar.gz | grep -q u1.xml' sh "$collect"
check "the inventory names the saved tree" has "kept\t$tree.back"
check "the inventory counts what the last upgrade logged" \
    sh -c '"$1" inspect one.tar.gz commands/tree-inventory | cut -f 1-3,5- | grep -Fqx "$(printf "upgrade\\tprod\\t/data/var/prod/postupgrade/postupgrade_8864_1.log\\t3\\t0\\t1")"' sh "$collect"
check "a copied tree has no free space" not sh -c '"$1" inspect one.tar.gz commands/tree-inventory | grep -q ^space' sh "$collect"
check "the bundle verifies" status 0 "$collect" verify one.tar.gz
check "the bundle is for nobody else" test "$(stat -c %a one.tar.gz)" = 600
check "nothing is left beside the bundle" \
    test -z "$(find . -maxdepth 1 -name '.acc*')"

"$collect" preview --root root --recorded recorded >preview.txt 2>&1
"$collect" inspect one.tar.gz >inspect.txt 2>&1
check "preview equals the listing of the bundle" cmp preview.txt inspect.txt
check "an existing file is not overwritten" \
    status 1 "$collect" --root root --recorded recorded -o one.tar.gz
SOURCE_DATE_EPOCH=86400 "$collect" -q --root root --recorded recorded -o a.tar.gz
sleep 1
SOURCE_DATE_EPOCH=86400 "$collect" -q --root root --recorded recorded -o b.tar.gz
check "a fixed clock gives the same bytes" cmp a.tar.gz b.tar.gz
SOURCE_DATE_EPOCH=86400 "$collect" -q --root root --recorded recorded
check "the default name is host and time" test -f acc-camp9-19700102T000000Z.tar.gz
printf 'x' >>b.tar.gz
check "a changed bundle does not verify" status 2 "$collect" verify b.tar.gz

# What is missing, refused, hostile.
"$collect" --root root -o plain.tar.gz >out.txt 2>&1
check "commands not run give status 3" test $? -eq 3
check "the mend is the line to type" \
    grep -q "su - neolane -c 'nlserver pdump' > pdump.txt, then acc-collect --pdump pdump.txt" out.txt
mkdir empty
check "an empty tree gives status 3" \
    status 3 "$collect" --root empty --hostname x -o empty.tar.gz
check "its missing Campaign directory is named" \
    sh -c '"$1" inspect empty.tar.gz | grep -q "absent.*files/usr/local/neolane "' sh "$collect"

server elf
for bits in 1 2; do
    printf '\177ELF\00'$bits >elf/usr/local/neolane/nl6/bin/nlserver
    "$collect" -q --root elf --recorded recorded -o elf$bits.tar.gz 2>/dev/null
done
check "a 32-bit nlserver is known" sh -c '"$1" inspect elf1.tar.gz commands/tree-inventory | grep -q "nlserver.32$"' sh "$collect"
check "a 64-bit nlserver is known" sh -c '"$1" inspect elf2.tar.gz commands/tree-inventory | grep -q "nlserver.64$"' sh "$collect"

server odd
conf=odd/usr/local/neolane/nl6/conf
name=$(printf 'config-a\nb\342\200\256.xml')
echo '<serverconf/>' >"$conf/$name"
echo '<serverconf/>' >"$conf/config-a;touch x\`\$(id)'.xml"
mkfifo "$conf/config-fifo.xml"
printf '\377\376<\000a\000/\000>\000' >"$conf/config-wide.xml"
printf '\037\213\010password' >"$conf/config-gzip.xml"
ln -s config-loop.xml "$conf/config-loop.xml"
"$collect" --root odd --recorded recorded --hostname "$(printf -- '-rf\033[31m')" \
    -o odd.tar.gz >out.txt 2>&1
check "odd files give status 3" test $? -eq 3
check "a bundle of odd names verifies" status 0 "$collect" verify odd.tar.gz
"$collect" inspect odd.tar.gz >inspect.txt
check "a newline and a bidi control in a name are shown as text" \
    grep -qF 'config-a[U+000A]b[U+202E].xml' inspect.txt
check "an odd name stays as it is" grep -qF "config-a;touch x\`\$(id)'.xml" inspect.txt
check "a fifo is not read" grep -q 'failed.*config-fifo.xml' inspect.txt
check "UTF-16 is not taken" grep -q 'failed.*config-wide.xml' inspect.txt
check "an archive is not taken" grep -q 'failed.*config-gzip.xml' inspect.txt
check "a link to itself ends" grep -q 'link.*config-loop.xml' inspect.txt
check "a hostile host name is shown as text" grep -qF 'host -rf[U+001B][31m,' inspect.txt
SOURCE_DATE_EPOCH=0 "$collect" -q --root odd --recorded recorded --hostname -rf >out.txt 2>&1
check "a hostile host name does not reach the file name" \
    test -f acc-_rf-19700101T000000Z.tar.gz

mkdir -p linked/usr/local linked/data
server linked/data/real
mv linked/data/real/usr/local/neolane linked/data/neolane
ln -s /data/neolane linked/usr/local/neolane
"$collect" -q --root linked --hostname l -o linked.tar.gz >out.txt 2>&1
check "a linked Campaign directory is found inside the root" \
    sh -c '"$1" inspect linked.tar.gz | grep -q "collected.*files/data/neolane/nl6/conf/serverConf.xml"' sh "$collect"

mkdir -p 'windows/C/Program Files (x86)/Adobe/Adobe Campaign v6/conf'
echo '<serverConf/>' >'windows/C/Program Files (x86)/Adobe/Adobe Campaign v6/conf/serverConf.xml'
"$collect" -q --root windows --hostname w -o windows.tar.gz >out.txt 2>&1
check "a Windows image is recognised by its drive letters" \
    sh -c '"$1" inspect windows.tar.gz | grep -qF "files/C/Program Files (x86)/Adobe/Adobe Campaign v6/conf/serverConf.xml"' sh "$collect"

"$collect" -q --root root --recorded recorded --instance prod -o instance.tar.gz
check "--instance leaves other instances out" \
    sh -c '"$1" inspect instance.tar.gz | grep -q "excluded.*config-bad.xml"' sh "$collect"
check "a model is no instance's file" \
    sh -c '"$1" inspect instance.tar.gz | grep -q "collected.*models/config-multi.xml"' sh "$collect"

head -c 3000000 /dev/zero | tr '\0' 'x' | fold -w 60 >root/etc/redhat-release
"$collect" -q --root root --recorded recorded --max-file 10000 -o cut.tar.gz
check "a file over the cap gives status 3" test $? -eq 3
check "head and tail are kept under the cap" \
    sh -c 'size=$("$1" inspect cut.tar.gz files/etc/redhat-release | wc -c) && test $size -gt 9000 && test $size -le 10000' sh "$collect"
rm root/etc/redhat-release

# Logs: known lines stay on their numbers, the others are empty.
server logs
var=logs/data/var
prefix='2013-04-09 07:48:39.749Z 00002E7A 1 info log'
mkdir -p "$var/prod/log" "$var/default/log" "$var/test/log" logs/other
{
    echo "$prefix Sending to PLANTED"
    printf '%s Tomcat started\r\n' "$prefix"
    echo "$prefix JST-310027 PLANTED"
    printf '%s Tomcat started' "$prefix"
} >"$var/prod/log/web.log"
cp "$var/prod/log/web.log" "$var/prod/log/web_2.log"
cp "$var/prod/log/web.log" "$var/test/log/web.log"
echo PLANTED >"$var/prod/log/web.txt"
mkfifo "$var/prod/log/fifo.log"
ln -s /etc/shadow "$var/prod/log/shadow.log"
printf '\377\376P\000\n\000' >"$var/prod/log/wide.log"
{
    head -c 70000 /dev/zero | tr '\0' x
    printf '\n%s Tomcat started\n' "$prefix"
} >"$var/default/log/long.log"
"$collect" -q --root logs --recorded recorded -o logs.tar.gz 2>/dev/null
"$collect" inspect logs.tar.gz >inspect.txt
log_of() {
    "$collect" inspect "$1" "files/data/var/$2"
}
printf '\n%s Tomcat started\n%s JST-310027 [words dropped]\n%s Tomcat started' \
    "$prefix" "$prefix" "$prefix" >wanted.txt
log_of logs.tar.gz prod/log/web.log >got.txt
check "known lines of a log keep their numbers, others are empty" \
    cmp wanted.txt got.txt
log_of logs.tar.gz prod/log/web_2.log >got.txt
check "its second generation is collected too" cmp wanted.txt got.txt
log_of logs.tar.gz default/log/long.log >got.txt
check "a line longer than any is one line" \
    sh -c 'sed -n 2p got.txt | grep -q "Tomcat started" && test $(wc -l <got.txt) -eq 2' sh
check "other files of the folder are not taken" not grep -q web.txt inspect.txt
check "a log that is a fifo is not read" grep -q 'failed.*fifo.log' inspect.txt
check "a log in UTF-16 is told as not read" \
    grep -q 'failed.*wide.log' inspect.txt
check "a log that is a link out of the tree is told as not taken" \
    grep -q 'failed.*shadow.log' inspect.txt
check "nothing of a log's other lines leaves" \
    not sh -c 'gzip -dc logs.tar.gz | grep -aq PLANTED'
"$collect" -q --root logs --recorded recorded --instance prod \
    -o logs-prod.tar.gz 2>/dev/null
check "--instance leaves other instances' logs out" \
    sh -c '"$1" inspect logs-prod.tar.gz | grep -q "excluded.*var/test/log/web.log"' sh "$collect"
mv logs/data/var logs/other/var
ln -s ../other/var logs/data/var
"$collect" -q --root logs --recorded recorded -o logs-linked.tar.gz 2>/dev/null
check "a var directory behind a link is found inside the root" \
    sh -c '"$1" inspect logs-linked.tar.gz | grep -q "collected.*files/other/var/prod/log/web.log"' sh "$collect"

# What nobody needs is not missing.
server mail
mkdir -p recorded-mail
cp recorded/[!j]* recorded-mail
rm mail/usr/local/neolane/nl6/conf/config-bad.xml
"$collect" -q --root mail --recorded recorded-mail -o mail.tar.gz
check "a server that starts no web needs no Java" test $? -eq 0
echo '<serverconf><WEB autostart="true"/></serverconf>' \
    >mail/usr/local/neolane/nl6/conf/config-prod.xml
"$collect" -q --root mail --recorded recorded-mail -o web.tar.gz 2>/dev/null
check "one that starts it does" test $? -eq 3
check "and says how to name its version" \
    sh -c '"$1" inspect web.tar.gz | grep -q "failed.*commands/java-version"' sh "$collect"
mkdir -p mail/srv/campaign
echo 'svc:x:'"$(id -u)"':1::/srv/campaign:/bin/sh' >mail/etc/passwd
echo '. /usr/local/neolane/nl6/env.sh' >mail/srv/campaign/.bashrc
cp mail/srv/campaign/.bashrc mail/usr/local/neolane/.bash_profile
"$collect" -q --root mail --recorded recorded-mail -o home.tar.gz 2>/dev/null
"$collect" inspect home.tar.gz >inspect.txt
check "the login script beside the Campaign directory is taken" \
    grep -q 'collected.*files/usr/local/neolane/.bash_profile' inspect.txt
if [ "$(id -u)" -eq 0 ]; then
    check "root is no service account" not grep -q srv/campaign inspect.txt
    chown -R 4321 mail
    sed -i 's/x:0:/x:4321:/' mail/etc/passwd
    "$collect" -q --root mail --recorded recorded-mail -o home2.tar.gz 2>/dev/null
    "$collect" inspect home2.tar.gz >inspect.txt
fi
check "the login script in the account's home is taken" \
    grep -q 'collected.*files/srv/campaign/.bashrc' inspect.txt

# Longer than the cap: the tail, with the newest lines, keeps its numbers.
server big
mkdir -p big/data/var/prod/log
awk -v prefix="$prefix" 'BEGIN {
    for (i = 1; i <= 2000; i++) {
        print prefix " words that nobody knows"
        printf "%s XTK-%06d\n", prefix, i
    }
}' >big/data/var/prod/log/web.log
"$collect" -q --root big --recorded recorded --max-file 40000 \
    -o big.tar.gz 2>/dev/null
check "a log over the cap gives status 3" test $? -eq 3
"$collect" inspect big.tar.gz >inspect.txt
check "it is listed as cut" grep -q '^cut.*web.log' inspect.txt
log_of big.tar.gz prod/log/web.log >got.txt
check "it stays under the cap" test "$(wc -c <got.txt)" -le 40000
check "its first line is there" \
    sh -c 'sed -n 2p got.txt | grep -q "XTK-000001"' sh
check "its last line is there under its number" \
    sh -c 'sed -n 4000p got.txt | grep -q "XTK-002000"' sh

if [ "$(id -u)" -eq 0 ]; then
    server rootly
    chown 4321:4321 rootly/usr/local/neolane/nl6
    chown 8765:8765 rootly/etc/apache2/apache2.conf
    ln rootly/etc/shadow rootly/usr/local/neolane/nl6/conf/config-hard.xml
    "$collect" -q --root rootly --recorded recorded -o rootly.tar.gz
    check "as root, refused files give status 3" test $? -eq 3
    "$collect" inspect rootly.tar.gz >inspect.txt
    check "as root, a hard link is refused" grep -q 'failed.*config-hard.xml' inspect.txt
    check "as root, a foreign owner is refused" grep -q 'failed.*apache2.conf' inspect.txt
else
    chmod 000 root/etc/apache2/apache2.conf
    "$collect" -q --root root --recorded recorded -o denied.tar.gz
    check "a file that may not be read gives status 3" test $? -eq 3
    check "it is listed as denied" \
        sh -c '"$1" inspect denied.tar.gz | grep -q "denied.*apache2.conf"' sh "$collect"
    chmod 644 root/etc/apache2/apache2.conf
    chmod 000 big/data/var/prod/log/web.log
    "$collect" -q --root big --recorded recorded -o denied-log.tar.gz
    check "a log that may not be read is listed as denied" \
        sh -c '"$1" inspect denied-log.tar.gz | grep -q "denied.*web.log"' sh "$collect"
    chmod 644 big/data/var/prod/log/web.log
fi

# Live: a server of ours beside the machine's own files.
server live
tree=$here/live/usr/local/neolane/nl6
cat >"$tree/bin/nlserver" <<'X'
#!/bin/sh
echo "12:00:00 >   Application server for Adobe Campaign Classic (7.3.4 build 9364) of 1"
echo "$# $1 $2 $XTK_VAR_DIR $LD_PRELOAD"
X
printf 'export XTK_VAR_DIR="/data/$neolane_LANG/var"\nLD_PRELOAD=/evil.so\nX=$(touch %s/executed)\n' \
    "$here" >"$tree/customer.sh"
echo 'neolane_LANG=eng; export neolane_LANG' >"$tree/env.sh"
chmod 755 "$here"
"$collect" -q --install-dir "$tree" --hostname x -o live.tar.gz >out.txt 2>&1
"$collect" inspect live.tar.gz commands/nlserver-pdump >pdump.txt 2>&1
if [ "$("$collect" inspect live.tar.gz | grep -c 'failed.*nlserver-pdump')" -eq 0 ]; then
    check "nlserver runs with the environment that the scripts set" \
        grep -q '^1 pdump  /data/eng/var $' pdump.txt
    check "version 7 makes the stage after" \
        sh -c 'gzip -dc live.tar.gz | grep -aq "stage=\"after\""'
else
    check "an nlserver under a folder of others is refused in words" \
        sh -c '"$1" -v --install-dir "$2" --hostname x -o live2.tar.gz 2>&1 | grep -q "not executed"' sh "$collect" "$tree"
fi
check "customer.sh is read, not executed" not test -e executed
chmod 777 "$tree/bin/nlserver"
"$collect" -v --install-dir "$tree" --hostname x -o writable.tar.gz >out.txt 2>&1
check "an nlserver that others can write is not executed" \
    grep -q 'nlserver-pdump: failed, not executed' out.txt

# The machine id leaves only keyed.
machine() {
    gzip -dc "$1" | grep -a '<host ' | sed -n 's/.* machine="\([^"]*\)".*/\1/p'
}
mkdir keyed
printf '0123456789abcdef0123456789abcdef\n' >root/etc/machine-id
printf '0123456789abcdef' >key1
printf 'fedcba9876543210' >key2
"$collect" -q --root root --estate-key key1 -o keyed/1.tar.gz
"$collect" -q --root root --estate-key key1 -o keyed/2.tar.gz
"$collect" -q --root root --estate-key key2 -o keyed/3.tar.gz
check "a machine is known again by the hosts of one key" \
    test "$(machine keyed/1.tar.gz)" = "$(machine keyed/2.tar.gz)"
check "and by no other" \
    test "$(machine keyed/1.tar.gz)" != "$(machine keyed/3.tar.gz)"
check "the machine id itself does not leave" \
    not sh -c 'gzip -dc keyed/1.tar.gz one.tar.gz | grep -a 0123456789abcdef0123'
check "without a key it is absent" test -z "$(machine one.tar.gz)"
printf 'short' >key3
check "a short key is refused" status 1 "$collect" --root root --estate-key key3

# Killed at any moment, nothing stands under the final name.
chmod 755 "$tree/bin/nlserver"
printf '#!/bin/sh\nsleep 5\n' >"$tree/bin/nlserver"
mkdir killed
"$collect" -q --install-dir "$tree" --hostname x -o killed/b.tar.gz >out.txt 2>&1 &
victim=$!
sleep 1
kill -9 "$victim"
wait "$victim" 2>/dev/null
check "killed, it leaves nothing" test -z "$(ls -A killed)"
"$collect" -q --install-dir "$tree" --hostname x -o killed/b.tar.gz >out.txt 2>&1 &
victim=$!
sleep 1
kill -TERM "$victim"
wait "$victim"
check "asked to stop, it ends with status 1" test $? -eq 1
check "and leaves nothing" test -z "$(ls -A killed)"
"$collect" -q --no-commands --root root --hostname x -o killed >out.txt 2>&1
check "the next run works" test "$(ls killed | wc -l)" -eq 1

# Wrong usage.
for words in --nonsense "--exclude x" "--pseudonyms" "--recipient x" "--sign-key x" \
    "--db oracle" "--db-result x" "--code hits" "--entities x" "db-script" \
    "db-script sybase" "--db sybase" "--db-name x" "--db oracle --db-name -x" \
    "--db oracle --db-name x --db-client psql" "--db oracle --db-name x;y" \
    "--db-account nobody" "--db oracle --db-name x --db-account root" \
    "--db oracle --db-name x --db-account 0" \
    "--db oracle --db-name x --db-account no-such-account" \
    "--db oracle --db-name x --db-port 0" "--db oracle --db-result root/etc/hostname" \
    "-o -" "--max-file 0" "--compress xz" "verify" "inspect" "collect more" \
    "--root" "--output" "--pdump missing"; do
    # shellcheck disable=SC2086
    check "wrong usage ($words) gives status 64" status 64 "$collect" $words
done
check "what comes later says so" \
    sh -c '"$1" --recipient x 2>&1 | grep -q "not in this version"' sh "$collect"
for engine in postgresql mysql oracle sqlserver db2; do
    "$collect" db-script $engine >script.sql
    check "db-script $engine prints the script as it stands in the sources" \
        cmp script.sql "$sources/$engine.sql"
done
check "--db-client none runs nothing and says so" sh -c \
    '"$1" --root root --hostname x --db oracle --db-client none -o none.tar.gz |
    grep -q "db/status.csv: failed, no client was asked for"' sh "$collect"
check "a result that is none is a gap" sh -c \
    '"$1" --root root --hostname x --db-result out.txt -o noresult.tar.gz |
    grep -q "db/status.csv: failed, the file does not hold"' sh "$collect"
as=
[ "$(id -u)" -ne 0 ] || as="--db-account nobody"
check "a client that is not there is a gap" sh -c \
    'PATH=/bin "$1" --root root --hostname x --db oracle --db-name x $2 \
    -o noclient.tar.gz </dev/null |
    grep -q "db/status.csv: failed, sqlplus is not on PATH"' sh "$collect" "$as"
if [ "$(id -u)" -eq 0 ]; then
    check "as root, without a tree, a client needs an account" sh -c \
        '"$1" --root root --hostname x --db oracle --db-name x \
        -o noaccount.tar.gz </dev/null |
        grep -q "db/status.csv: failed, .*--db-account"' sh "$collect"
else
    check "only root runs a client as another" status 64 "$collect" --root root \
        --db oracle --db-name x --db-account nobody
fi
check "--help works" status 0 "$collect" --help
check "--version works" status 0 "$collect" --version
check "verify of no file is an error" status 1 "$collect" verify missing
check "inspect of no entry is an error" status 1 "$collect" inspect one.tar.gz missing
check "an unwritable folder is an error in words" \
    sh -c '"$1" --root root -o missing/folder/x.tar.gz 2>&1 | grep -q "acc-collect: missing/folder: no such folder"' sh "$collect"

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
