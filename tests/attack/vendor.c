/*
 * Stands for a program of a vendor that root has installed: it needs a library,
 * and says nothing.  Built with -DLIBRARY it is that library.
 */
void vendor_connect(void);

#ifdef LIBRARY
void
vendor_connect(void)
{
}
#else
int
main(void)
{
    vendor_connect();
    return 0;
}
#endif
