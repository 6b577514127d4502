read -r n
case $n in
*[02468]) echo even ;;
*) echo odd ;;
esac
