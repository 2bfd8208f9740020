# .bashrc of the service account
umask 022
alias ll="ls -l"
. /usr/local/neolane/nl5/env.sh
