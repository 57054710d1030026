int
forgotten(void)
{
    return 1;
}
