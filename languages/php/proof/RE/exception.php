<?php throw new Exception("said by the program");
