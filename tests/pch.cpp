int main()
{
    return 0;
} // carries the precompiled header of the test programs
